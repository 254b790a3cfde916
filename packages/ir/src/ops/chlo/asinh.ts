import { one } from '../../algebra/index.ts';
import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import { complex, floating, type Primitive } from '../../primitive/index.ts';
import { unary } from '../elementwise/family.ts';
import { onReals } from '../elementwise/real-or-complex.ts';

/** Inverse hyperbolic sine. Source: ChloOps.td, asinh. */
export const asinh: Primitive = unary({
  name: 'chlo.asinh',
  operand: floating.or(complex),
  evaluate: onReals(Math.asinh, c.asinh),
  partial: (x) => one.add(x.square()).rsqrt(),
});
