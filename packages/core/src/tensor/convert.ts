/** From JavaScript values to tensors: numbers, nested arrays, typed arrays. The dtype never depends on the values. */
import * as ir from '@millrace/ir';
import { type ElementType, type ElementValue, failure, type Literal, showShape, type TypedArray, tensorType, type Value } from '@millrace/ir';
import { describeMemory } from '@millrace/runtime';
import { describe, isDetached } from './describe.ts';
import { type DTypeLike, type DTypeName, dtypeOf, elementFor } from './dtypes.ts';
import { checkShape, type ShapeArgument } from './shape-argument.ts';
import { Tensor } from './tensor.ts';
import { isTensorSource, readAsTensor, type TensorSource } from './tensor-source.ts';

export type Scalar = number | bigint | boolean | ir.Complex;
export type Nested = Scalar | TypedArray | Uint8ClampedArray | readonly Nested[];

/** What functions take where they need a tensor. */
export type TensorLike<D extends DTypeName = DTypeName> = Tensor<D> | TensorSource | Nested | readonly TensorLike<D>[];

const isTyped = (v: unknown): v is TypedArray => ArrayBuffer.isView(v) && !(v instanceof DataView);
const isComplexValue = (v: unknown): v is ir.Complex => typeof v === 'object' && v !== null && 're' in v && 'im' in v;

const typedElements: readonly (readonly [new (length: number) => unknown, ElementType])[] = [
  [Float32Array, ir.f32],
  [Float64Array, ir.f64],
  [Int32Array, ir.i32],
  [Uint8Array, ir.ui8],
  [Uint8ClampedArray, ir.ui8],
  [Int8Array, ir.i8],
  [Int16Array, ir.i16],
  [Uint16Array, ir.ui16],
  [Uint32Array, ir.ui32],
  [BigInt64Array, ir.i64],
  [BigUint64Array, ir.ui64],
];

/** The element type of a typed array. */
export function elementOfArray(op: string, array: unknown): ElementType {
  if (ArrayBuffer.isView(array) && isDetached(array)) throw failure('value', { op, message: 'the memory of the typed array was transferred' });
  const found = typedElements.find(([type]) => array instanceof type);
  if (!found) throw failure('wrong-kind', { op, message: `cannot make a tensor of ${describe(array)}` });
  return found[1];
}

/** The element type that a value has by itself: JS numbers make f32, bigint i64, boolean bool, typed arrays their own. */
function naturalElement(op: string, value: unknown): ElementType {
  let leaf: unknown = value;
  while (Array.isArray(leaf) && leaf.length > 0) leaf = leaf[0];
  if (Array.isArray(leaf) || typeof leaf === 'number') return ir.f32;
  if (typeof leaf === 'bigint') return ir.i64;
  if (typeof leaf === 'boolean') return ir.i1;
  if (isTyped(leaf)) return elementOfArray(op, leaf);
  if (isComplexValue(leaf)) return ir.complex64;
  if (typeof leaf === 'string') throw failure('unimplemented', { op, message: 'tensors of strings are not here yet' });
  throw failure('wrong-kind', {
    op,
    message: `cannot make a tensor of ${describe(leaf)}`,
    valid: 'numbers, bigints, booleans, nested arrays of them, typed arrays',
  });
}

/** Sizes along the first entries; `fill` checks that all others agree. */
function shapeOfNested(op: string, value: unknown): number[] {
  const shape: number[] = [];
  for (let v = value; ; v = (v as readonly unknown[])[0]) {
    if (isTyped(v)) {
      elementOfArray(op, v);
      return [...shape, v.length];
    }
    if (!Array.isArray(v)) return shape;
    if (shape.length > 64) throw failure('value', { op, message: 'arrays are nested more than 64 deep' });
    shape.push(v.length);
    if (v.length === 0) return shape;
  }
}

const pathText = (path: readonly number[]): string => `value${path.map((i) => `[${i}]`).join('')}`;

function ragged(op: string, path: readonly number[], what: string, expected: string): never {
  throw failure('ragged-nested-array', { op, message: `${pathText(path)} ${what}, expected ${expected}` });
}

/** Writes a nested value into `data` in row-major order, checking lengths, kinds and ranges on the way. */
function fill(op: string, value: unknown, shape: readonly number[], element: ElementType, data: TypedArray): void {
  const path: number[] = [];
  let next = 0;
  const copiesRows = element === ir.f32 || element === ir.f64;
  function visit(v: unknown, axis: number): void {
    const isRow = Array.isArray(v) || isTyped(v);
    if (axis === shape.length) {
      if (isRow) ragged(op, path, `is an array of length ${(v as readonly unknown[]).length}`, 'a single value');
      ir.writeElement(
        element,
        data,
        next++,
        elementFrom(op, v, element, () => pathText(path)),
      );
      return;
    }
    if (!isRow) ragged(op, path, `is ${describe(v)}`, `an array of length ${shape[axis]}`);
    const row = v as readonly unknown[];
    if (row.length !== shape[axis]) ragged(op, path, `has length ${row.length}`, String(shape[axis]));
    if (copiesRows && axis === shape.length - 1 && copyNumbers(row, data as Float32Array, next)) {
      next += row.length;
      return;
    }
    for (let i = 0; i < row.length; i++) {
      path.push(i);
      visit(row[i], axis + 1);
      path.pop();
    }
  }
  visit(value, 0);
}

/** Copies a row of plain numbers; false, with nothing relied upon, where an entry is something else. */
function copyNumbers(row: readonly unknown[], data: Float32Array, start: number): boolean {
  for (let i = 0; i < row.length; i++) {
    const v = row[i];
    if (typeof v !== 'number') return false;
    data[start + i] = v;
  }
  return true;
}

/** One element; refuses what would change the value's kind or does not fit. */
export function elementFrom(op: string, v: unknown, element: ElementType, where: () => string): ElementValue {
  const dtype = (): string => dtypeOf(element).name;
  if (element.kind === 'boolean') {
    if (typeof v === 'boolean') return v;
    throw failure('wrong-kind', { op, message: `${where()} is ${describe(v)}`, valid: 'true or false, for dtype bool', hint: 'tf.cast' });
  }
  if (element.lanes === 2) {
    if (typeof v === 'number') return { re: v, im: 0 };
    if (isComplexValue(v)) return v;
  } else if (typeof v === 'number' && element.kind === 'float') return v;
  else if (typeof v === 'number') return integerFrom(op, v, element, where);
  else if (typeof v === 'bigint') return element.kind === 'float' ? Number(v) : integerFrom(op, v, element, where);
  throw failure('wrong-kind', { op, message: `${where()} is ${describe(v)}`, valid: `a value of dtype ${dtype()}` });
}

function integerFrom(op: string, v: number | bigint, element: ElementType, where: () => string): number | bigint {
  const dtype = dtypeOf(element);
  if (typeof v === 'number' && !Number.isInteger(v))
    throw failure('value', { op, message: `${where()} is ${v}, which is not an integer (dtype ${dtype.name})`, hint: 'tf.cast, or a floating dtype' });
  if (v < dtype.min || v > dtype.max)
    throw failure('value', { op, message: `${where()} is ${v}, which does not fit in ${dtype.name}`, valid: `${dtype.min} to ${dtype.max}` });
  return element.bits === 64 ? BigInt(v) : Number(v);
}

/** A literal of a JavaScript value. Typed arrays of the right kind are copied as a block. */
export function literalOf(op: string, value: unknown, dtype?: DTypeLike, shape?: ShapeArgument): Literal {
  const element = elementFor(dtype, undefined as unknown as ElementType) ?? naturalElement(op, value);
  const natural = shapeOfNested(op, value);
  const wanted = shape === undefined ? natural : checkShape(op, shape, { size: productOf(natural) });
  const count = productOf(wanted);
  const data = allocateChecked(op, element, natural.length === 0 ? 1 : productOf(natural));
  if (isTyped(value) && elementOfArray(op, value) === element && !element.format) (data as Float32Array).set(value as Float32Array);
  else if (typeof value === 'number' && element === ir.f32) data[0] = value;
  else fill(op, value, natural, element, data);
  const slots = data.length / element.lanes;
  if (slots === count) return { type: tensorType(element, wanted), data };
  if (slots === 1) return ir.splat(tensorType(element, wanted), ir.readElement(element, data, 0));
  throw failure('value', { op, message: `${slots} values do not fill shape ${showShape(wanted)}`, valid: `${count} values, or one` });
}

const productOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Storage for `count` elements. Throws ResourceExhaustedError where JavaScript refuses. */
export function allocateChecked(op: string, element: ElementType, count: number): TypedArray {
  try {
    return ir.allocate(element, count);
  } catch (cause) {
    const hint = 'smaller sizes, or tf.tidy and dispose() to give memory back early';
    throw failure('limit', { op, message: `${count * element.bytes} bytes cannot be allocated; ${describeMemory()}`, hint, cause });
  }
}

/**
 * The tensor that a value stands for. `element` is the dtype that literals adopt; tensors keep theirs.
 */
export function toTensor<D extends DTypeName = DTypeName>(op: string, value: TensorLike<D>, element?: ElementType): Tensor<D> {
  if (value instanceof Tensor) return value as Tensor<D>;
  if (isTensorSource(value)) return value[readAsTensor]() as Tensor<D>;
  if (isValue(value)) return value as unknown as Tensor<D>;
  if (Array.isArray(value) && holdsTensor(value)) return packer(value as readonly TensorLike[], op, element) as Tensor<D>;
  return ir.methods.constant(literalOf(op, value, element && dtypeOf(element))) as Tensor<D>;
}

/** A value of some builder that is not a Tensor: one made inside a rule. */
const isValue = (v: unknown): v is Value => typeof v === 'object' && v !== null && 'builder' in v && 'payload' in v;

const holdsTensor = (v: readonly unknown[]): boolean =>
  v.some((x) => x instanceof Tensor || isTensorSource(x) || (Array.isArray(x) && x.length > 0 && typeof x[0] !== 'number' && holdsTensor(x)));

/** Stacks a nested array that has tensors among its entries. */
function packer(values: readonly TensorLike[], op: string, element?: ElementType): Tensor {
  const first = values.find((v) => v instanceof Tensor || isTensorSource(v));
  const adopted = element ?? (first === undefined ? undefined : toTensor(op, first).type.element);
  const rows = values.map((v) => toTensor(op, v, adopted));
  const [{ shape }] = rows.map((r) => r.type);
  rows.forEach((r, i) => {
    if (!ir.sameShape(r.type.shape, shape))
      throw failure('ragged-nested-array', { op, message: `value[${i}] has shape ${showShape(r.shape)}, expected ${showShape(shape)}` });
  });
  const { methods } = ir;
  return methods.concatenate(
    rows.map((r) => methods.reshapeTo(r, [1, ...shape])),
    { dimension: 0 },
  ) as Tensor;
}
