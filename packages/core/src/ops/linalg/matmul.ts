/** Matrix products. */
import { type Attributes, checkOptions, type Dim, dispatch, failure, methods, primitives, sameDim, showShape } from '@millrace/ir';
import type { TensorLike } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { checkInteger, checkIntegers, resolveAxis } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { attributesOf } from '../attributes.ts';
import { broadcastShapes, broadcastTensor, commonDtype, requireKind } from '../broadcast.ts';
import { numeric } from '../math/families.ts';

export interface MatmulOptions {
  /** Whether the last two axes of a (of b) are swapped before the product. Default false. */
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** The same, with the complex conjugate. Default false. */
  readonly adjointA?: boolean;
  readonly adjointB?: boolean;
}

const optionKeys = ['transposeA', 'transposeB', 'adjointA', 'adjointB'];

/**
 * The matrix product of the last two axes; axes to the left broadcast.
 *
 * - a: [..., m, k], b: [..., k, n] (before transposing). Output: [..., m, n].
 * - Throws: InvalidArgumentError for inner sizes that differ, rank below 2, dtypes that differ. TensorFlow: `tf.linalg.matmul`.
 */
export function matmul<D extends DTypeName>(a: TensorLike<D>, b: TensorLike<D>, options: MatmulOptions = {}): Tensor<D> {
  checkOptions('matmul', options, optionKeys);
  let [x, y] = commonDtype('matmul', [a, b], ['a', 'b']);
  requireKind('matmul', x, numeric, 'a');
  for (const [name, t] of [
    ['a', x],
    ['b', y],
  ] as const) {
    if (t.rank < 2)
      throw failure('rank', {
        op: 'matmul',
        message: `${name} has shape ${showShape(t.type.shape)}`,
        valid: 'rank 2 or more',
        hint: 'tf.linalg.matvec, or tf.expandDims',
      });
  }
  for (const side of ['A', 'B'] as const) {
    if (options[`transpose${side}`] && options[`adjoint${side}`])
      throw failure('value', { op: 'matmul', message: `transpose${side} and adjoint${side} are both true`, valid: 'one of them' });
  }
  if (options.adjointA) x = methods.conjugate(x) as Tensor;
  if (options.adjointB) y = methods.conjugate(y) as Tensor;
  return product(x, y, (options.transposeA || options.adjointA) ?? false, (options.transposeB || options.adjointB) ?? false) as Tensor<D>;
}

function product(x: Tensor, y: Tensor, swapA: boolean, swapB: boolean): Tensor {
  const [p, q] = [x.type.shape, y.type.shape];
  const k = p[p.length - (swapA ? 2 : 1)];
  const inner = q[q.length - (swapB ? 1 : 2)];
  if (!sameDim(k, inner)) {
    const shown = (shape: readonly Dim[], swapped: boolean): string => `${showShape(shape)}${swapped ? ' transposed' : ''}`;
    throw failure('matmul-inner-dimensions', {
      op: 'matmul',
      message: `inner dimensions differ: ${shown(p, swapA)} x ${shown(q, swapB)} (${k} ≠ ${inner})`,
      valid: 'a is [..., m, k] and b is [..., k, n] with equal k',
      operands: { a: String(x.type), b: String(y.type) },
    });
  }
  if (p.length === 2 && q.length === 2) return contract(x, y, 0, swapA, swapB);
  const [leftBatch, rightBatch] = [p.slice(0, -2), q.slice(0, -2)];
  // Rows of several matrices times one matrix are one product with more rows.
  if (rightBatch.length === 0 && !swapA) return contract(x, y, 0, false, swapB);
  const batch = broadcastShapes('matmul', leftBatch, rightBatch);
  return contract(broadcastTensor(x, [...batch, ...p.slice(-2)]), broadcastTensor(y, [...batch, ...q.slice(-2)]), batch.length, swapA, swapB);
}

/** One dot_general; `batch` leading axes are paired. The result has batch, free axes of a, free axes of b. */
function contract(x: Tensor, y: Tensor, batch: number, swapA: boolean, swapB: boolean): Tensor {
  const { dotGeneral } = primitives;
  const left = swapA ? x.rank - 2 : x.rank - 1;
  const right = swapB ? y.rank - 1 : y.rank - 2;
  return dispatch(dotGeneral, [x, y], dotAttributes(batch, [left], [right]))[0] as Tensor;
}

/** Attributes that contract the listed axes and pair the first `batch` ones. */
export function dotAttributes(batch: number, left: readonly number[], right: readonly number[]): Attributes {
  const leading = Array.from({ length: batch }, (_, i) => i);
  return attributesOf(primitives.dotGeneral, `${batch}:${left}:${right}`, () => ({
    dotDimensionNumbers: {
      lhsBatchingDimensions: leading,
      rhsBatchingDimensions: leading,
      lhsContractingDimensions: [...left],
      rhsContractingDimensions: [...right],
    },
  }));
}

/** The product of matrices and vectors: a [..., m, k], x [..., k] → [..., m]. TensorFlow: `tf.linalg.matvec`. */
export function matvec<D extends DTypeName>(
  a: TensorLike<D>,
  x: TensorLike<D>,
  options: { readonly transposeA?: boolean; readonly adjointA?: boolean } = {},
): Tensor<D> {
  checkOptions('matvec', options, ['transposeA', 'adjointA']);
  const [matrix, vector] = commonDtype('matvec', [a, x], ['a', 'x']);
  if (vector.rank < 1) throw failure('rank', { op: 'matvec', message: `x has rank ${vector.rank}`, valid: 'rank 1 or more' });
  const column = methods.reshapeTo(vector, [...vector.type.shape, 1]) as Tensor;
  const result = matmul(matrix, column, options);
  return methods.reshapeTo(result, result.type.shape.slice(0, -1)) as Tensor<D>;
}

/**
 * The sum over pairs of axes. A number n contracts the last n axes of a with the first n of b; otherwise two lists of axes (or two axes).
 *
 * - Output: the other axes of a, then those of b. Throws InvalidArgumentError for sizes that differ. TensorFlow: `tf.tensordot`.
 */
export function tensordot<D extends DTypeName>(a: TensorLike<D>, b: TensorLike<D>, axes: number | readonly [Axes, Axes]): Tensor<D> {
  const [x, y] = commonDtype('tensordot', [a, b], ['a', 'b']);
  requireKind('tensordot', x, numeric, 'a');
  const [left, right] = contractedAxes(x.rank, y.rank, axes);
  left.forEach((axis, i) => {
    const [d, e] = [x.type.shape[axis], y.type.shape[right[i]]];
    if (!sameDim(d, e))
      throw failure('shape-mismatch', { op: 'tensordot', message: `axis ${axis} of a has size ${d} and axis ${right[i]} of b has size ${e}` });
  });
  return dispatch(primitives.dotGeneral, [x, y], dotAttributes(0, left, right))[0] as Tensor<D>;
}

type Axes = number | readonly number[];

function contractedAxes(p: number, q: number, axes: number | readonly [Axes, Axes]): readonly [number[], number[]] {
  if (typeof axes === 'number') {
    const n = checkInteger('tensordot', 'axes', axes, { min: 0, max: Math.min(p, q) });
    return [Array.from({ length: n }, (_, i) => p - n + i), Array.from({ length: n }, (_, i) => i)];
  }
  if (!Array.isArray(axes) || axes.length !== 2) throw failure('value', { op: 'tensordot', message: 'axes must be a number or two lists of axes' });
  const list = (given: Axes, rank: number, name: string): number[] =>
    checkIntegers('tensordot', name, given).map((v) => resolveAxis('tensordot', v, rank, name));
  const [left, right] = [list(axes[0], p, 'axes[0]'), list(axes[1], q, 'axes[1]')];
  if (left.length !== right.length) throw failure('value', { op: 'tensordot', message: `axes name ${left.length} axes of a and ${right.length} of b` });
  return [left, right];
}
