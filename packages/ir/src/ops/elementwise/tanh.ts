import { one } from '../../algebra/index.ts';
import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import { complex, floating, type Primitive } from '../../primitive/index.ts';
import { unary } from './family.ts';
import { onReals } from './real-or-complex.ts';

/** Hyperbolic tangent of each element. Source: StableHLO specification, tanh. */
export const tanh: Primitive = unary({
  name: 'stablehlo.tanh',
  operand: floating.or(complex),
  evaluate: onReals(Math.tanh, c.tanh),
  partial: (_x, y) => one.sub(y.mul(y)),
});
