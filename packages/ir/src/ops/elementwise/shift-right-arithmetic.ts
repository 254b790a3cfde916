import { integer, type Primitive } from '../../primitive/index.ts';
import { binary } from './family.ts';

/** Shifts lhs right by rhs bits and repeats its sign bit; rhs outside [0, width) leaves nothing but the sign. Source: StableHLO specification, shift_right_arithmetic. */
export const shiftRightArithmetic: Primitive = binary({
  name: 'stablehlo.shift_right_arithmetic',
  operand: integer,
  evaluate: (a, b, arithmetic) => arithmetic.shiftRightArithmetic(a, b),
  partials: 'zero',
});
