import { one } from '../../algebra/index.ts';
import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import { complex, floating, type Primitive } from '../../primitive/index.ts';
import { unary } from '../elementwise/family.ts';
import { onReals } from '../elementwise/real-or-complex.ts';

/** Tangent; the same as `stablehlo.tan`, which came later. Source: ChloOps.td, tan. */
export const chloTan: Primitive = unary({
  name: 'chlo.tan',
  operand: floating.or(complex),
  evaluate: onReals(Math.tan, c.tan),
  partial: (_x, y) => one.add(y.square()),
  method: 'chloTan',
});
