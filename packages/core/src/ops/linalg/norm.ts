/** Norms of vectors and matrices, and scaling to norm 1. */
import { checkOptions, failure, methods } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { describe } from '../../tensor/describe.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { type Axis, resolveAxes } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { concatTensors } from '../array/join.ts';
import { reshapeTensor } from '../array/reshape.ts';
import { permute } from '../array/transpose.ts';
import { broadcastTensor, commonDtype, constantLike, requireKind } from '../broadcast.ts';
import { sliceAxis } from '../indexing/slice.ts';
import { floatingOrComplex } from '../math/families.ts';
import { maxOf, minOf } from '../reduction/extremes.ts';
import { keepAxes, reduceWith } from '../reduction/family.ts';
import { svd } from './decompositions.ts';

/** 'euclidean' and 2: the root of the sum of squares; 'fro': the same for matrices; 1, Infinity or another positive number p: (Σ|x|^p)^(1/p). */
export type NormOrder = number | 'euclidean' | 'fro';

export interface NormOptions {
  /** Default 'euclidean'. */
  readonly ord?: NormOrder;
  /** One axis: a norm of vectors. Two axes: a norm of matrices. Default: of all elements as one vector. */
  readonly axis?: Axis | null;
  /** Whether reduced axes stay with size 1. Default false. */
  readonly keepdims?: boolean;
}

const magnitude = (x: Tensor): Tensor => methods.abs(x) as Tensor;
const sum = (x: Tensor, axes: readonly number[]): Tensor => reduceWith(x, axes, 'add', 0);

/** √Σ|x|², whose gradient at 0 is NaN, as in TensorFlow. */
function euclidean(x: Tensor, axes: readonly number[]): Tensor {
  const size = magnitude(x);
  return methods.sqrt(sum(methods.multiply(size, size) as Tensor, axes)) as Tensor;
}

function vectorNorm(x: Tensor, axes: readonly number[], ord: NormOrder): Tensor {
  if (ord === 'euclidean' || ord === 'fro' || ord === 2) return euclidean(x, axes);
  const size = magnitude(x);
  if (ord === 1) return sum(size, axes);
  if (ord === Number.POSITIVE_INFINITY) return maxOf(size, axes);
  if (ord === Number.NEGATIVE_INFINITY) return minOf(size, axes);
  const total = sum(methods.power(size, constantLike(size, ord)) as Tensor, axes);
  return methods.power(total, constantLike(total, 1 / ord)) as Tensor;
}

/** Largest sum of a column (1) or row (∞), the largest singular value (2), or the Frobenius norm. */
function matrixNorm(x: Tensor, [rows, columns]: readonly number[], ord: NormOrder): Tensor {
  if (ord === 'euclidean' || ord === 'fro')
    return euclidean(
      x,
      [rows, columns].sort((a, b) => a - b),
    );
  if (ord === 2) return spectralNorm(x, [rows, columns]);
  if (ord !== 1 && ord !== Number.POSITIVE_INFINITY)
    throw failure('value', { op: 'norm', message: `ord ${ord} is no norm of matrices`, valid: "'fro', 'euclidean', 1, 2, Infinity" });
  const [inner, outer] = ord === 1 ? [rows, columns] : [columns, rows];
  return maxOf(sum(magnitude(x), [inner]), [outer > inner ? outer - 1 : outer]);
}

/** The largest singular value of matrices in two axes. */
function spectralNorm(x: Tensor, axes: readonly number[]): Tensor {
  const others = Array.from({ length: x.rank }, (_, i) => i).filter((i) => !axes.includes(i));
  const singular = svd(permute(x, [...others, ...axes]), { computeUv: false });
  return reshapeTensor(sliceAxis(singular, singular.rank - 1, 0, 1), singular.type.shape.slice(0, -1));
}

function checkOrder(ord: NormOrder): void {
  const valid = ord === 'euclidean' || ord === 'fro' || (typeof ord === 'number' && (ord > 0 || ord === Number.NEGATIVE_INFINITY));
  if (!valid) throw failure('value', { op: 'norm', message: `ord is ${describe(ord)}`, valid: "'euclidean', 'fro', 1, 2, Infinity, or a positive number" });
}

/**
 * The norm of vectors, matrices, or of all elements.
 *
 * - Output: the axes are dropped. Throws ValueError for an unknown order, InvalidArgumentError for axes out of range. TensorFlow: `tf.norm`.
 */
export function norm(x: TensorLike, options: NormOptions = {}): Tensor {
  checkOptions('norm', options, ['ord', 'axis', 'keepdims']);
  const operand = toTensor('norm', x);
  requireKind('norm', operand, floatingOrComplex);
  const ord = options.ord ?? 'euclidean';
  checkOrder(ord);
  const axes = resolveAxes('norm', options.axis, operand.rank);
  const isMatrix = Array.isArray(options.axis) && axes.length === 2;
  if (Array.isArray(options.axis) && axes.length > 2) throw failure('value', { op: 'norm', message: `axis has ${axes.length} entries`, valid: 'one or two' });
  const order = isMatrix ? (options.axis as readonly number[]).map((a) => (a < 0 ? a + operand.rank : a)) : axes;
  const reduced = isMatrix ? matrixNorm(operand, order, ord) : vectorNorm(operand, axes, ord);
  return options.keepdims ? keepAxes(reduced, operand, axes) : reduced;
}

/** `x` divided by its norm, and the norm (axes kept). TensorFlow: `tf.linalg.normalize`. */
export function normalize<D extends DTypeName>(x: TensorLike<D>, options: Omit<NormOptions, 'keepdims'> = {}): [Tensor<D>, Tensor] {
  checkOptions('normalize', options, ['ord', 'axis']);
  const operand = toTensor('normalize', x);
  const size = norm(operand, { ...options, keepdims: true });
  const divisor = size.type.element === operand.type.element ? size : (methods.convert(size, { element: operand.type.element }) as Tensor);
  return [methods.divide(operand, broadcastTensor(divisor, operand.type.shape)) as Tensor<D>, size];
}

export interface L2NormalizeOptions {
  /** Axes of one norm. Default: all. */
  readonly axis?: Axis | null;
  /** The squared norm counts as at least this. Default 1e-12. */
  readonly epsilon?: number;
}

/** x / √max(Σ|x|², epsilon). TensorFlow: `tf.math.l2_normalize`. */
export function l2Normalize<D extends DTypeName>(x: TensorLike<D>, options: L2NormalizeOptions = {}): Tensor<D> {
  checkOptions('l2Normalize', options, ['axis', 'epsilon']);
  const operand = toTensor('l2Normalize', x);
  requireKind('l2Normalize', operand, ['float']);
  const axes = resolveAxes('l2Normalize', options.axis, operand.rank);
  const squares = keepAxes(sum(methods.multiply(operand, operand) as Tensor, axes), operand, axes);
  const scale = methods.rsqrt(methods.maximum(squares, constantLike(squares, options.epsilon ?? 1e-12))) as Tensor;
  return methods.multiply(operand, broadcastTensor(scale, operand.type.shape)) as Tensor<D>;
}

/**
 * The cross product of vectors of three elements along the last axis.
 *
 * - Throws: InvalidArgumentError unless shapes are equal and end in 3. TensorFlow: `tf.linalg.cross`.
 */
export function cross<D extends DTypeName>(a: TensorLike<D>, b: TensorLike<D>): Tensor<D> {
  const [x, y] = commonDtype('cross', [a, b], ['a', 'b']);
  if (x.type !== y.type || x.type.shape.at(-1) !== 3)
    throw failure('shape-mismatch', { op: 'cross', message: `a is ${x.type} and b is ${y.type}`, valid: 'one shape whose last size is 3' });
  const axis = x.rank - 1;
  // (a1, a2, a0) and (a2, a0, a1)
  const turn = (t: Tensor, by: number): Tensor => concatTensors([sliceAxis(t, axis, by, 3), sliceAxis(t, axis, 0, by)], axis);
  return methods.subtract(methods.multiply(turn(x, 1), turn(y, 2)), methods.multiply(turn(x, 2), turn(y, 1))) as Tensor<D>;
}
