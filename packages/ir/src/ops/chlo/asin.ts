import { one } from '../../algebra/index.ts';
import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import { complex, floating, type Primitive } from '../../primitive/index.ts';
import { unary } from '../elementwise/family.ts';
import { onReals } from '../elementwise/real-or-complex.ts';

/** Arc sine, in [-pi/2, pi/2] for real numbers. Source: ChloOps.td, asin. */
export const asin: Primitive = unary({
  name: 'chlo.asin',
  operand: floating.or(complex),
  evaluate: onReals(Math.asin, c.asin),
  partial: (x) => one.sub(x).mul(one.add(x)).rsqrt(),
});
