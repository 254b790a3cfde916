import type { Primitive } from '../../primitive/index.ts';
import { bitLike, unary } from './family.ts';

/** The complement of each bit, or of a boolean. Source: StableHLO specification, not. */
export const not: Primitive = unary({
  name: 'stablehlo.not',
  operand: bitLike,
  evaluate: (x, arithmetic) => arithmetic.not(x),
  partial: 'zero',
});
