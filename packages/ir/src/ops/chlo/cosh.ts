import { applyScalar } from '../../algebra/index.ts';
import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import { complex, floating, type Primitive } from '../../primitive/index.ts';
import { unary } from '../elementwise/family.ts';
import { onReals } from '../elementwise/real-or-complex.ts';

/** Hyperbolic cosine. Source: ChloOps.td, cosh. */
export const cosh: Primitive = unary({
  name: 'chlo.cosh',
  operand: floating.or(complex),
  evaluate: onReals(Math.cosh, c.cosh),
  partial: (x) => applyScalar('sinh', [x]),
});
