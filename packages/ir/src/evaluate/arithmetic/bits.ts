/** Elements as bit patterns, read from storage so that NaN keeps its sign and payload. */
import { allocate, type ElementType, readElement, type TypedArray, writeElement } from '../../types/element.ts';

type Unsigned = Uint8Array | Uint16Array | Uint32Array | BigUint64Array;

/** The same memory as unsigned integers of the same width. */
function unsignedView(data: TypedArray): Unsigned {
  const { buffer, byteOffset, length } = data;
  switch (data.BYTES_PER_ELEMENT) {
    case 1:
      return new Uint8Array(buffer, byteOffset, length);
    case 2:
      return new Uint16Array(buffer, byteOffset, length);
    case 4:
      return new Uint32Array(buffer, byteOffset, length);
    default:
      return new BigUint64Array(buffer, byteOffset, length);
  }
}

/** Bits of one slot of the element type: the whole element, or one part of a complex number. */
const slotBits = (element: ElementType): number => element.bits / element.lanes;

/** The bit pattern of element `index`; the real part is in the low half. */
export function readBits(element: ElementType, data: TypedArray, index: number): bigint {
  const view = unsignedView(data);
  const width = slotBits(element);
  let bits = 0n;
  for (let lane = element.lanes - 1; lane >= 0; lane--) bits = (bits << BigInt(width)) | BigInt.asUintN(width, BigInt(view[index * element.lanes + lane]));
  return bits;
}

/** Writes element `index` as a bit pattern. */
export function writeBits(element: ElementType, data: TypedArray, index: number, bits: bigint): void {
  const view = unsignedView(data);
  const width = slotBits(element);
  for (let lane = 0; lane < element.lanes; lane++) {
    const slot = BigInt.asUintN(width, bits >> BigInt(lane * width));
    // Signed integers narrower than their storage keep their sign there.
    const stored = isSignedStorage(element) ? BigInt.asUintN(8 * data.BYTES_PER_ELEMENT, BigInt.asIntN(width, slot)) : slot;
    if (view instanceof BigUint64Array) view[index * element.lanes + lane] = stored;
    else view[index * element.lanes + lane] = Number(stored);
  }
}

const isSignedStorage = (element: ElementType): boolean => (element.quantization?.storage ?? element).kind === 'signed';

/** Place of a float in IEEE 754's total order: -NaN, -infinity … -0, +0 … infinity, NaN. Source: IEEE 754-2019, section 5.10. */
export function totalOrderKey(element: ElementType, data: TypedArray, index: number): bigint {
  const bits = readBits(element, data, index);
  const sign = 1n << BigInt(element.bits - 1);
  return bits & sign ? sign - 1n - bits : bits;
}

/** The neighbor of x in the direction of y among the values of a floating type. Source: IEEE 754-2019, section 5.3.1; C99 nextafter. */
export function nextAfter(element: ElementType, x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (x === y) return y;
  const data = allocate(element, 1);
  const sign = 1n << BigInt(element.bits - 1);
  writeElement(element, data, 0, x);
  const bits = readBits(element, data, 0);
  // Bit patterns grow with the magnitude; from zero the step is to the smallest number with the sign of the direction.
  const next = x === 0 ? (y < 0 ? sign | 1n : 1n) : y > x === x > 0 ? bits + 1n : bits - 1n;
  writeBits(element, data, 0, next);
  return readElement(element, data, 0) as number;
}
