/** Tensors at rest: a static type and its elements in row-major order. What constants hold and the evaluator computes with. */
import { allocate, type ElementType, type ElementValue, readElement, type TypedArray, writeElement } from './element.ts';
import { staticShape, type TensorType, tensorType } from './type.ts';

export interface Literal {
  readonly type: TensorType;
  /** `size * lanes` slots, row-major. */
  readonly data: TypedArray;
}

/** A literal over existing storage; the length is checked. */
export function literal(type: TensorType, data: TypedArray): Literal {
  const slots = type.size * type.element.lanes;
  if (data.length !== slots) throw new RangeError(`${type} needs ${slots} slots; got ${data.length}`);
  return { type, data };
}

/** A literal whose element at flat index i is `value(i)`. */
export function buildLiteral(type: TensorType, value: (index: number) => ElementValue): Literal {
  staticShape(type);
  const data = allocate(type.element, type.size);
  for (let i = 0; i < type.size; i++) writeElement(type.element, data, i, value(i));
  return { type, data };
}

/** All elements equal to `value`. */
export const splat = (type: TensorType, value: ElementValue): Literal => buildLiteral(type, () => value);

export const scalarLiteral = (element: ElementType, value: ElementValue): Literal => splat(tensorType(element, []), value);

export const elementAt = (l: Literal, index: number): ElementValue => readElement(l.type.element, l.data, index);

export const elementsOf = (l: Literal): ElementValue[] => Array.from({ length: l.type.size }, (_, i) => elementAt(l, i));

/** Same type and same bits, so NaN equals NaN and 0 differs from -0. */
export function sameLiteral(a: Literal, b: Literal): boolean {
  if (a.type !== b.type) return false;
  const bytes = (l: Literal): Uint8Array => new Uint8Array(l.data.buffer, l.data.byteOffset, l.data.byteLength);
  const x = bytes(a);
  const y = bytes(b);
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false;
  return true;
}

/** A real number as an element value of this type: bigint for 64-bit integers, a pair for complex types. */
export function elementValue(element: ElementType, value: number): ElementValue {
  if (element.kind === 'boolean') return value !== 0;
  if (element.lanes === 2) return { re: value, im: 0 };
  return element.storage === 'i64' || element.storage === 'u64' ? BigInt(value) : value;
}
