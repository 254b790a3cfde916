import { applyScalar } from '../../algebra/index.ts';
import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import { complex, floating, type Primitive } from '../../primitive/index.ts';
import { unary } from '../elementwise/family.ts';
import { onReals } from '../elementwise/real-or-complex.ts';

/** Hyperbolic sine. Source: ChloOps.td, sinh. */
export const sinh: Primitive = unary({
  name: 'chlo.sinh',
  operand: floating.or(complex),
  evaluate: onReals(Math.sinh, c.sinh),
  partial: (x) => applyScalar('cosh', [x]),
});
