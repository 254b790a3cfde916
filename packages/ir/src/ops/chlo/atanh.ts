import { one } from '../../algebra/index.ts';
import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import { complex, floating, type Primitive } from '../../primitive/index.ts';
import { unary } from '../elementwise/family.ts';
import { onReals } from '../elementwise/real-or-complex.ts';

/** Inverse hyperbolic tangent. Source: ChloOps.td, atanh. */
export const atanh: Primitive = unary({
  name: 'chlo.atanh',
  operand: floating.or(complex),
  evaluate: onReals(Math.atanh, c.atanh),
  partial: (x) => one.sub(x).mul(one.add(x)).reciprocal(),
});
