import { applyScalar } from '../../algebra/index.ts';
import { complex, floating, type Primitive } from '../../primitive/index.ts';
import { isComplex } from '../../types/element.ts';
import { unary } from '../elementwise/family.ts';
import { onReals } from '../elementwise/real-or-complex.ts';

/** The complex conjugate; real numbers pass through. Source: ChloOps.td, conj. */
export const conj: Primitive = unary({
  name: 'chlo.conj',
  operand: floating.or(complex),
  evaluate: onReals(
    (x) => x,
    ({ re, im }) => ({ re, im: -im }),
  ),
  partial: { linear: 'jointly', transpose: { x: ({ ct }, b) => b.conj(ct) } },
  lower: (x, element) => (isComplex(element) ? applyScalar('complex', [applyScalar('real', [x]), applyScalar('imag', [x]).neg()]) : x),
});
