import { one } from '../../algebra/index.ts';
import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import { complex, floating, type Primitive } from '../../primitive/index.ts';
import { unary } from '../elementwise/family.ts';
import { onReals } from '../elementwise/real-or-complex.ts';

/** Arc cosine, in [0, pi] for real numbers. Source: ChloOps.td, acos. */
export const acos: Primitive = unary({
  name: 'chlo.acos',
  operand: floating.or(complex),
  evaluate: onReals(Math.acos, c.acos),
  partial: (x) => one.sub(x).mul(one.add(x)).rsqrt().neg(),
});
