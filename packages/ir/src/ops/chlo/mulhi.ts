import { applyScalar, type Scalar, select } from '../../algebra/index.ts';
import { integer, type Primitive } from '../../primitive/index.ts';
import { type ElementType, i64, ui64 } from '../../types/element.ts';
import { binary } from '../elementwise/family.ts';

const shiftRight = (x: Scalar, by: number): Scalar => applyScalar('shift_right_logical', [x, by]);

/** The high half of a product of two ui64, from products of their 32-bit halves. */
function highUnsigned(a: Scalar, b: Scalar): Scalar {
  const low = (x: Scalar): Scalar => applyScalar('and', [x, 2 ** 32 - 1]);
  const [aLow, aHigh, bLow, bHigh] = [low(a), shiftRight(a, 32), low(b), shiftRight(b, 32)];
  const [first, second] = [aLow.mul(bHigh), aHigh.mul(bLow)];
  const middle = shiftRight(aLow.mul(bLow), 32).add(low(first)).add(low(second));
  return aHigh.mul(bHigh).add(shiftRight(first, 32)).add(shiftRight(second, 32)).add(shiftRight(middle, 32));
}

function lowered(a: Scalar, b: Scalar, element: ElementType): Scalar {
  const signed = element.kind === 'signed';
  const wide = signed ? i64 : ui64;
  if (element.bits < 64) {
    const product = a.convert(wide).mul(b.convert(wide));
    return applyScalar(signed ? 'shift_right_arithmetic' : 'shift_right_logical', [product, element.bits]).convert(element);
  }
  const high = highUnsigned(a.convert(ui64), b.convert(ui64)).convert(element);
  // A negative factor was read as itself plus 2^64.
  return signed ? high.sub(select(a.less(0), b, 0)).sub(select(b.less(0), a, 0)) : high;
}

/** The high half of the double-width product. Source: ChloOps.td, mulhi. */
export const mulhi: Primitive = binary({
  name: 'chlo.mulhi',
  operand: integer,
  evaluate: (a, b, arithmetic) => arithmetic.multiplyHigh(a, b),
  partials: 'zero',
  lower: lowered,
  traits: { commutative: true },
});
