import { erfInv as value } from '../../evaluate/arithmetic/special-functions/index.ts';
import { floating, type Primitive } from '../../primitive/index.ts';
import { unary } from '../elementwise/family.ts';

/** The inverse of the error function; infinite at -1 and 1, NaN beyond. Source: ChloOps.td, erf_inv. */
export const erfInv: Primitive = unary({
  name: 'chlo.erf_inv',
  operand: floating,
  evaluate: (x) => value(x as number),
  partial: (_x, y) =>
    y
      .square()
      .exp()
      .mul(Math.sqrt(Math.PI) / 2),
});
