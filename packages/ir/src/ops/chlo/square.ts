import { complex, floating, type Primitive } from '../../primitive/index.ts';
import { unary } from '../elementwise/family.ts';
import { onReals } from '../elementwise/real-or-complex.ts';

/** x times x. Source: ChloOps.td, square. */
export const square: Primitive = unary({
  name: 'chlo.square',
  operand: floating.or(complex),
  evaluate: onReals(
    (x) => x * x,
    ({ re, im }) => ({ re: (re - im) * (re + im), im: 2 * re * im }),
  ),
  partial: (x) => x.mul(2),
  lower: (x) => x.mul(x),
});
