import { integer, type Primitive } from '../../primitive/index.ts';
import { binary } from './family.ts';

/** Shifts lhs left by rhs bits; rhs outside [0, width) gives 0. Source: StableHLO specification, shift_left. */
export const shiftLeft: Primitive = binary({
  name: 'stablehlo.shift_left',
  operand: integer,
  evaluate: (a, b, arithmetic) => arithmetic.shiftLeft(a, b),
  partials: 'zero',
});
