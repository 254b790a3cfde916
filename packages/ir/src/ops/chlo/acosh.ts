import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import { complex, floating, type Primitive } from '../../primitive/index.ts';
import { unary } from '../elementwise/family.ts';
import { onReals } from '../elementwise/real-or-complex.ts';

/** Inverse hyperbolic cosine; NaN below 1 for real numbers. Source: ChloOps.td, acosh. */
export const acosh: Primitive = unary({
  name: 'chlo.acosh',
  operand: floating.or(complex),
  evaluate: onReals(Math.acosh, c.acosh),
  partial: (x) => x.sub(1).rsqrt().mul(x.add(1).rsqrt()),
});
