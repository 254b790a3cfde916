import { integer, type Primitive } from '../../primitive/index.ts';
import { binary } from './family.ts';

/** Shifts lhs right by rhs bits and fills with zeros; rhs outside [0, width) gives 0. Source: StableHLO specification, shift_right_logical. */
export const shiftRightLogical: Primitive = binary({
  name: 'stablehlo.shift_right_logical',
  operand: integer,
  evaluate: (a, b, arithmetic) => arithmetic.shiftRightLogical(a, b),
  partials: 'zero',
});
