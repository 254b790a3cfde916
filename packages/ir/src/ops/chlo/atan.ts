import { one } from '../../algebra/index.ts';
import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import { complex, floating, type Primitive } from '../../primitive/index.ts';
import { unary } from '../elementwise/family.ts';
import { onReals } from '../elementwise/real-or-complex.ts';

/** Arc tangent, in [-pi/2, pi/2] for real numbers. Source: ChloOps.td, atan. */
export const atan: Primitive = unary({
  name: 'chlo.atan',
  operand: floating.or(complex),
  evaluate: onReals(Math.atan, c.atan),
  partial: (x) => one.add(x.square()).reciprocal(),
});
