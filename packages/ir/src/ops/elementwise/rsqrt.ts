import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import type { Primitive } from '../../primitive/index.ts';
import { floatLike, unary } from './family.ts';
import { onReals } from './real-or-complex.ts';

/** 1 / sqrt(x). Source: StableHLO specification, rsqrt. */
export const rsqrt: Primitive = unary({
  name: 'stablehlo.rsqrt',
  operand: floatLike,
  evaluate: onReals((x) => 1 / Math.sqrt(x), c.rsqrt),
  partial: (x, y) => y.div(x).mul(-0.5),
});
