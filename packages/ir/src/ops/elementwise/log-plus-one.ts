import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import type { Primitive } from '../../primitive/index.ts';
import { floatLike, unary } from './family.ts';
import { onReals } from './real-or-complex.ts';

/** Natural logarithm of 1 + x, without loss near 0. Source: StableHLO specification, log_plus_one. */
export const logPlusOne: Primitive = unary({
  name: 'stablehlo.log_plus_one',
  operand: floatLike,
  evaluate: onReals(Math.log1p, c.log1p),
  partial: (x) => x.add(1).reciprocal(),
});
