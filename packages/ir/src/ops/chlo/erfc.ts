import { erfc as value } from '../../evaluate/arithmetic/special-functions/index.ts';
import { floating, type Primitive } from '../../primitive/index.ts';
import { unary } from '../elementwise/family.ts';

/** 1 - erf x, without loss for large x. Source: ChloOps.td, erfc. */
export const erfc: Primitive = unary({
  name: 'chlo.erfc',
  operand: floating,
  evaluate: (x) => value(x as number),
  partial: (x) =>
    x
      .square()
      .neg()
      .exp()
      .mul(-2 / Math.sqrt(Math.PI)),
});
