import { erf as value } from '../../evaluate/arithmetic/special-functions/index.ts';
import { floating, type Primitive } from '../../primitive/index.ts';
import { unary } from '../elementwise/family.ts';

/** The error function. Source: ChloOps.td, erf. */
export const erf: Primitive = unary({
  name: 'chlo.erf',
  operand: floating,
  evaluate: (x) => value(x as number),
  partial: (x) =>
    x
      .square()
      .neg()
      .exp()
      .mul(2 / Math.sqrt(Math.PI)),
});
