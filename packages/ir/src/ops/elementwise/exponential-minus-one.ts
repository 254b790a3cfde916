import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import type { Primitive } from '../../primitive/index.ts';
import { floatLike, unary } from './family.ts';
import { onReals } from './real-or-complex.ts';

/** e to the power of each element, minus 1, without loss near 0. Source: StableHLO specification, exponential_minus_one. */
export const exponentialMinusOne: Primitive = unary({
  name: 'stablehlo.exponential_minus_one',
  operand: floatLike,
  evaluate: onReals(Math.expm1, c.expm1),
  partial: (x) => x.exp(),
});
