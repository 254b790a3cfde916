import { one } from '../../algebra/index.ts';
import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import type { Primitive } from '../../primitive/index.ts';
import { floatLike, unary } from './family.ts';
import { onReals } from './real-or-complex.ts';

/** Hyperbolic tangent. Source: StableHLO specification, tanh. */
export const tanh: Primitive = unary({
  name: 'stablehlo.tanh',
  operand: floatLike,
  evaluate: onReals(Math.tanh, c.tanh),
  partial: (_x, y) => one.sub(y.square()),
});
