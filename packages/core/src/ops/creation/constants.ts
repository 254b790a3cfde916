/** Making tensors: of values, of one value, of ranges. */
import {
  checkOptions,
  dispatch,
  type ElementType,
  f32,
  failure,
  i32,
  isStatic,
  methods,
  primitives,
  type Shape,
  type TypedArray,
  tensorType,
} from '@millrace/ir';
import { elementOfArray, literalOf, type Nested, type TensorLike, toTensor } from '../../tensor/convert.ts';
import { type DTypeArgument, type DTypeLike, type DTypeName, elementFor } from '../../tensor/dtypes.ts';
import { checkInteger, checkShape, type ShapeArgument } from '../../tensor/shape-argument.ts';
import { eager, Tensor } from '../../tensor/tensor.ts';
import { attributesOf, shapeKey } from '../attributes.ts';
import { broadcastTensor, fillTensor } from '../broadcast.ts';
import { convertTo } from '../math/cast.ts';

/** A value, or nested arrays of it. */
type Deep<T> = T | readonly Deep<T>[];

/** The dtype that a value has by itself. */
export type NaturalDType<V> =
  V extends Deep<number | Float32Array>
    ? 'float32'
    : V extends Deep<bigint | BigInt64Array>
      ? 'int64'
      : V extends Deep<boolean>
        ? 'bool'
        : V extends Deep<Int32Array>
          ? 'int32'
          : V extends Deep<Float64Array>
            ? 'float64'
            : V extends Deep<Uint8Array | Uint8ClampedArray>
              ? 'uint8'
              : DTypeName;

/** The rank of a nested array, up to 5. */
export type RankOf<V> = V extends number | bigint | boolean
  ? 0
  : V extends TypedArray | readonly (number | bigint | boolean)[]
    ? 1
    : V extends readonly (TypedArray | readonly (number | bigint | boolean)[])[]
      ? 2
      : V extends readonly (readonly (readonly (number | bigint | boolean)[])[])[]
        ? 3
        : V extends readonly (readonly (readonly (readonly (number | bigint | boolean)[])[])[])[]
          ? 4
          : number;

export interface ConstantOptions<D extends DTypeName = DTypeName> {
  /** Default: float32 for numbers, int64 for bigints, bool for booleans, a typed array's own. */
  readonly dtype?: DTypeArgument<D>;
  /** The values fill this shape in row-major order; one value is repeated. Default: the shape of the nesting. */
  readonly shape?: ShapeArgument;
}

/**
 * A tensor of a number, bigint, boolean, nested array or typed array. Typed arrays are copied.
 *
 * - Throws: InvalidArgumentError giving the path of a row whose length differs, ValueError for a value that does not fit the dtype or a
 *   shape that the values do not fill, TypeError for values of the wrong kind. TensorFlow: `tf.constant`.
 *
 * @example
 * tf.constant([[1, 2], [3, 4]]).shape; // [2, 2]
 */
export function constant<const V extends Nested, D extends DTypeName = NaturalDType<V>>(value: V, options: ConstantOptions<D> = {}): Tensor<D, RankOf<V>> {
  checkOptions('constant', options, ['dtype', 'shape']);
  return methods.constant(literalOf('constant', value, options.dtype as DTypeLike | undefined, options.shape)) as Tensor<D, RankOf<V>>;
}

/**
 * A tensor of values, under TensorFlow.js's argument order.
 *
 * - Throws: as `constant`. TensorFlow.js: `tf.tensor`.
 */
export function tensor<D extends DTypeName = DTypeName>(values: Nested, shape?: ShapeArgument, dtype?: DTypeArgument<D>): Tensor<D> {
  return methods.constant(literalOf('tensor', values, dtype as DTypeLike | undefined, shape)) as Tensor<D>;
}

export interface ConvertOptions {
  /** The dtype that values other than tensors get; a tensor of another dtype is refused. */
  readonly dtype?: DTypeLike;
  /** As `dtype`, but a tensor keeps its own. */
  readonly dtypeHint?: DTypeLike;
}

/**
 * The tensor that a value stands for: itself for a tensor, the current value of a variable, a new constant otherwise. Lists that hold
 * tensors are stacked.
 *
 * - Throws: InvalidArgumentError for a tensor of another dtype. TensorFlow: `tf.convert_to_tensor`.
 */
export function convertToTensor<D extends DTypeName = DTypeName>(value: TensorLike<D>, options: ConvertOptions = {}): Tensor<D> {
  checkOptions('convertToTensor', options, ['dtype', 'dtypeHint']);
  const wanted = options.dtype ?? options.dtypeHint;
  const made = toTensor('convertToTensor', value, wanted === undefined ? undefined : elementFor(wanted, f32));
  if (options.dtype !== undefined && made.type.element !== elementFor(options.dtype, f32))
    throw failure('dtype-mismatch', {
      op: 'convertToTensor',
      message: `the tensor is ${made.dtype} and dtype is ${options.dtype}`,
      hint: `tf.cast(x, '${options.dtype}')`,
    });
  return made;
}

export interface FromTypedArrayOptions {
  /** Default: one axis. */
  readonly shape?: ShapeArgument;
  /** Whether the tensor uses the array itself instead of a copy. Do not write to it afterwards. Default false. */
  readonly share?: boolean;
}

/**
 * A tensor of a typed array, whose kind gives the dtype.
 *
 * - Throws: InvalidArgumentError for a shape that the array does not fill, ValueError for an array whose buffer was transferred.
 */
export function fromTypedArray(array: TypedArray, options: FromTypedArrayOptions = {}): Tensor {
  checkOptions('fromTypedArray', options, ['shape', 'share']);
  if (!ArrayBuffer.isView(array)) throw failure('wrong-kind', { op: 'fromTypedArray', message: 'not a typed array' });
  const element = elementOfArray('fromTypedArray', array);
  const shape = options.shape === undefined ? [array.length] : checkShape('fromTypedArray', options.shape, { size: array.length });
  const count = shape.reduce((a, b) => a * b, 1);
  if (count !== array.length) throw failure('invalid-value', { op: 'fromTypedArray', message: `${array.length} values do not fill shape [${shape}]` });
  const made = eager.fromData(tensorType(element, shape), options.share ? array : (array.slice() as TypedArray)) as Tensor;
  if (options.share) Object.assign(made.payload as object, { shared: true, exposed: true });
  return made;
}

export interface FillOptions<D extends DTypeName = 'float32'> {
  /** Default float32. */
  readonly dtype?: DTypeArgument<D>;
}

function filled<D extends DTypeName>(op: string, shape: ShapeArgument, value: number, options: FillOptions<D>): Tensor<D> {
  checkOptions(op, options, ['dtype']);
  const sizes = checkShape(op, shape);
  return fillTensor(elementFor(options.dtype as DTypeLike | undefined, f32), sizes, value) as Tensor<D>;
}

/** A tensor of zeros. Throws ValueError for a shape that is none. TensorFlow: `tf.zeros`. */
export const zeros = <D extends DTypeName = 'float32'>(shape: ShapeArgument, options: FillOptions<D> = {}): Tensor<D> => filled('zeros', shape, 0, options);

/** A tensor of ones. Throws ValueError for a shape that is none. TensorFlow: `tf.ones`. */
export const ones = <D extends DTypeName = 'float32'>(shape: ShapeArgument, options: FillOptions<D> = {}): Tensor<D> => filled('ones', shape, 1, options);

/** A tensor with every element equal to the scalar `value`, whose dtype it has. TensorFlow: `tf.fill`. */
export function fill<D extends DTypeName = DTypeName>(
  shape: ShapeArgument,
  value: TensorLike<D>,
  options: { readonly dtype?: DTypeArgument<D> } = {},
): Tensor<D> {
  checkOptions('fill', options, ['dtype']);
  const sizes = checkShape('fill', shape);
  const scalar = toTensor('fill', value, options.dtype === undefined ? undefined : elementFor(options.dtype as DTypeLike, f32));
  if (scalar.rank !== 0) throw failure('rank', { op: 'fill', message: `value has rank ${scalar.rank}`, valid: 'a scalar' });
  return broadcastTensor(scalar, sizes) as Tensor<D>;
}

/** Zeros with the shape of `x`, and its dtype unless another is given. TensorFlow: `tf.zeros_like`. */
export function zerosLike<D extends DTypeName>(x: TensorLike<D>, options: FillOptions<D> = {}): Tensor<D> {
  return filledLike('zerosLike', x, 0, options);
}

/** Ones with the shape of `x`, and its dtype unless another is given. TensorFlow: `tf.ones_like`. */
export function onesLike<D extends DTypeName>(x: TensorLike<D>, options: FillOptions<D> = {}): Tensor<D> {
  return filledLike('onesLike', x, 1, options);
}

function filledLike<D extends DTypeName>(op: string, x: TensorLike<D>, value: number, options: FillOptions<D>): Tensor<D> {
  checkOptions(op, options, ['dtype']);
  const operand = toTensor(op, x);
  return fillTensor(elementFor(options.dtype as DTypeLike | undefined, operand.type.element), operand.type.shape, value) as Tensor<D>;
}

/** The coordinate along `axis` at each place of `shape`. */
export function coordinates(shape: Shape, axis: number, element: ElementType): Tensor {
  const { iota } = primitives;
  return dispatch(
    iota,
    [],
    attributesOf(iota, `${axis}|${element.name}|${shapeKey(shape)}`, () => ({ iotaDimension: axis, shape, element })),
  )[0] as Tensor;
}

export interface EyeOptions<D extends DTypeName = 'float32'> extends FillOptions<D> {
  /** Axes to the left of the matrices. Default: none. */
  readonly batchShape?: readonly number[];
}

/** Matrices with ones on the main diagonal. `numColumns` defaults to `numRows`. TensorFlow: `tf.eye`. */
export function eye<D extends DTypeName = 'float32'>(numRows: number, numColumns: number = numRows, options: EyeOptions<D> = {}): Tensor<D> {
  checkOptions('eye', options, ['dtype', 'batchShape']);
  const shape = [checkInteger('eye', 'numRows', numRows, { min: 0 }), checkInteger('eye', 'numColumns', numColumns, { min: 0 })];
  checkShape('eye', [...(options.batchShape ?? []), ...shape]);
  const diagonal = methods.compare(coordinates(shape, 0, i32), coordinates(shape, 1, i32), { comparisonDirection: 'EQ' }) as Tensor;
  const matrix = convertTo(diagonal, elementFor(options.dtype as DTypeLike | undefined, f32));
  return broadcastTensor(matrix, [...checkShape('eye', options.batchShape ?? []), ...shape]) as Tensor<D>;
}

/** A tensor holding the sizes of `x`. TensorFlow: `tf.shape`. */
export function shape<D extends 'int32' | 'int64' = 'int32'>(x: TensorLike, options: { readonly outType?: DTypeArgument<D> } = {}): Tensor<D> {
  checkOptions('shape', options, ['outType']);
  const operand = toTensor('shape', x);
  const element = elementFor(options.outType as DTypeLike | undefined, i32);
  const sizes = operand.type.shape;
  if (sizes.every(isStatic)) return toTensor('shape', sizes as number[], element) as Tensor<D>;
  const parts = sizes.map((d, dimension) =>
    isStatic(d)
      ? toTensor('shape', [d], element)
      : (methods.reshapeTo(methods.convert(methods.getDimensionSize(operand, { dimension }), { element }), [1]) as Tensor),
  );
  return methods.concatenate(parts, { dimension: 0 }) as Tensor<D>;
}

/** The rank of `x` as an int32 scalar. TensorFlow: `tf.rank`. */
export const rank = (x: TensorLike): Tensor<'int32'> => toTensor('rank', toTensor('rank', x).rank, i32) as Tensor<'int32'>;

/** The number of elements of `x` as an int32 scalar. TensorFlow: `tf.size`. */
export function size(x: TensorLike): Tensor<'int32'> {
  const operand = toTensor('size', x);
  if (operand.type.isStatic) return toTensor('size', operand.size, i32) as Tensor<'int32'>;
  const sizes = shape(operand);
  const product = Array.from({ length: operand.rank }, (_, i) => methods.slice(sizes, { startIndices: [i], limitIndices: [i + 1], strides: [1] }));
  return methods.reshapeTo(
    product.reduce((a, b) => methods.multiply(a, b)),
    [],
  ) as Tensor<'int32'>;
}

/** Whether a value is a tensor. TensorFlow: `tf.is_tensor`. */
export const isTensor = (x: unknown): x is Tensor => x instanceof Tensor;
