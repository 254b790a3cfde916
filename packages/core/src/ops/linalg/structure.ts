/** Matrices by structure: bands, diagonals, traces. They act on the last two axes. */
import { checkOptions, type Dim, failure, i1, i32, isStatic, methods, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { checkInteger } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { reshapeTensor } from '../array/reshape.ts';
import { fillTensor } from '../broadcast.ts';
import { coordinates } from '../creation/constants.ts';
import { sliceAxis } from '../indexing/slice.ts';
import { reduceWith } from '../reduction/family.ts';

function requireMatrix(op: string, x: Tensor): void {
  if (x.rank < 2) throw failure('rank', { op, message: `x has shape ${showShape(x.type.shape)}`, valid: 'rank 2 or more' });
}

/** Column minus row at each place of the last two axes. */
function offsets(shape: readonly Dim[]): Tensor {
  const rank = shape.length;
  return methods.subtract(coordinates(shape, rank - 1, i32), coordinates(shape, rank - 2, i32)) as Tensor;
}

/** Whether each place is between two diagonals, both included. */
function between(shape: readonly Dim[], low: number | null, high: number | null): Tensor {
  const offset = offsets(shape);
  const bound = (value: number): Tensor => fillTensor(i32, shape, value);
  let inside = fillTensor(i1, shape, 1);
  if (low !== null) inside = methods.and(inside, methods.compare(offset, bound(low), { comparisonDirection: 'GE' })) as Tensor;
  if (high !== null) inside = methods.and(inside, methods.compare(offset, bound(high), { comparisonDirection: 'LE' })) as Tensor;
  return inside;
}

/**
 * The band of each matrix: `numLower` diagonals below the main one and `numUpper` above; -1 keeps all. Elements outside become 0.
 * `bandPart(x, -1, 0)` is the lower triangle.
 *
 * - Throws: InvalidArgumentError for rank below 2, ValueError for a number below -1. TensorFlow: `tf.linalg.band_part`.
 */
export function bandPart<D extends DTypeName>(x: TensorLike<D>, numLower: number, numUpper: number): Tensor<D> {
  const operand = toTensor('bandPart', x);
  requireMatrix('bandPart', operand);
  const lower = checkInteger('bandPart', 'numLower', numLower, { min: -1 });
  const upper = checkInteger('bandPart', 'numUpper', numUpper, { min: -1 });
  const inside = between(operand.type.shape, lower < 0 ? null : -lower, upper < 0 ? null : upper);
  return methods.select(inside, operand, fillTensor(operand.type.element, operand.type.shape, 0)) as Tensor<D>;
}

export interface DiagOptions {
  /** Which diagonal: 0 the main one, positive above, negative below. Default 0. */
  readonly k?: number;
}

/**
 * Matrices with the last axis of `x` on a diagonal and zeros elsewhere.
 *
 * - x: [..., n]. Output: [..., n + |k|, n + |k|]. TensorFlow: `tf.linalg.diag`.
 */
export function diag<D extends DTypeName>(x: TensorLike<D>, options: DiagOptions = {}): Tensor<D> {
  checkOptions('diag', options, ['k']);
  const operand = toTensor('diag', x);
  if (operand.rank < 1) throw failure('rank', { op: 'diag', message: 'x is a scalar', valid: 'rank 1 or more' });
  const k = checkInteger('diag', 'k', options.k ?? 0);
  const { shape, element } = operand.type;
  const size = shape[shape.length - 1];
  if (!isStatic(size)) throw failure('unimplemented', { op: 'diag', message: 'the size of the last axis is not known' });
  const full: Dim[] = [...shape.slice(0, -1), size + Math.abs(k), size + Math.abs(k)];
  // Element i lies in row i + max(-k, 0): the axis is padded to the rows and repeated along the columns.
  const low = shape.map((_, i) => (i === shape.length - 1 ? Math.max(-k, 0) : 0));
  const high = shape.map((_, i) => (i === shape.length - 1 ? Math.max(k, 0) : 0));
  const rows = methods.pad(operand, fillTensor(element, [], 0), { edgePaddingLow: low, edgePaddingHigh: high, interiorPadding: shape.map(() => 0) });
  const spread = methods.broadcast(
    rows,
    full,
    shape.map((_, i) => i),
  );
  return methods.select(between(full, k, k), spread, fillTensor(element, full, 0)) as Tensor<D>;
}

/** The part of each matrix in which diagonal k is the main one, cut to a square. */
function diagonalSquare(op: string, x: Tensor, k: number): Tensor {
  requireMatrix(op, x);
  const [rows, columns] = x.type.shape.slice(-2);
  if (!isStatic(rows) || !isStatic(columns)) throw failure('unimplemented', { op, message: 'the sizes of the matrices are not known' });
  const [top, left] = [Math.max(-k, 0), Math.max(k, 0)];
  if (top > rows || left > columns) throw failure('invalid-value', { op, message: `there is no diagonal ${k} in ${rows} x ${columns}` });
  const size = Math.min(rows - top, columns - left);
  return sliceAxis(sliceAxis(x, x.rank - 2, top, top + size), x.rank - 1, left, left + size);
}

/**
 * A diagonal of each matrix.
 *
 * - x: [..., m, n]. Output: [..., length of the diagonal]. Throws InvalidArgumentError for a diagonal outside. TensorFlow: `tf.linalg.diag_part`.
 */
export function diagPart<D extends DTypeName>(x: TensorLike<D>, options: DiagOptions = {}): Tensor<D> {
  checkOptions('diagPart', options, ['k']);
  const square = diagonalSquare('diagPart', toTensor('diagPart', x), checkInteger('diagPart', 'k', options.k ?? 0));
  const kept = methods.select(between(square.type.shape, 0, 0), square, fillTensor(square.type.element, square.type.shape, 0)) as Tensor;
  return reduceWith(kept, [square.rank - 1], 'add', 0) as Tensor<D>;
}

/**
 * The matrices with their main diagonal replaced.
 *
 * - x: [..., m, n], diagonal: [..., min(m, n)]. Throws InvalidArgumentError where the diagonal does not fit. TensorFlow: `tf.linalg.set_diag`.
 */
export function setDiag<D extends DTypeName>(x: TensorLike<D>, diagonal: TensorLike<D>): Tensor<D> {
  const operand = toTensor('setDiag', x);
  requireMatrix('setDiag', operand);
  const values = toTensor('setDiag', diagonal, operand.type.element);
  const { shape, element } = operand.type;
  const [rows, columns] = shape.slice(-2);
  if (!isStatic(rows) || !isStatic(columns)) throw failure('unimplemented', { op: 'setDiag', message: 'the sizes of the matrices are not known' });
  const size = Math.min(rows, columns);
  const wanted = [...shape.slice(0, -2), size];
  if (values.type.element !== element || values.rank !== wanted.length || !values.type.shape.every((d, i) => d === wanted[i]))
    throw failure('shape-mismatch', {
      op: 'setDiag',
      message: `diagonal is ${values.type} for x ${operand.type}`,
      valid: `shape ${showShape(wanted)} of dtype ${operand.dtype}`,
    });
  const none = wanted.map(() => 0);
  const high = wanted.map((_, i) => (i === wanted.length - 1 ? rows - size : 0));
  const padded = methods.pad(values, fillTensor(element, [], 0), { edgePaddingLow: none, edgePaddingHigh: high, interiorPadding: none });
  const spread = methods.broadcast(
    padded,
    shape,
    wanted.map((_, i) => i),
  );
  return methods.select(between(shape, 0, 0), spread, operand) as Tensor<D>;
}

/** The sum of the main diagonal of each matrix. TensorFlow: `tf.linalg.trace`. */
export function trace<D extends DTypeName>(x: TensorLike<D>): Tensor<D> {
  const diagonal = diagPart(toTensor('trace', x));
  return reduceWith(diagonal, [diagonal.rank - 1], 'add', 0) as Tensor<D>;
}

/** A tensor of twice the rank with `x` on its diagonal: out[i, j, i, j] = x[i, j]. TensorFlow: `tf.linalg.tensor_diag`. */
export function tensorDiag<D extends DTypeName>(x: TensorLike<D>): Tensor<D> {
  const operand = toTensor('tensorDiag', x);
  if (!operand.type.isStatic) throw failure('unimplemented', { op: 'tensorDiag', message: 'sizes are not known' });
  const { shape } = operand.type;
  return reshapeTensor(diag(reshapeTensor(operand, [operand.size])), [...shape, ...shape]) as Tensor<D>;
}

/** The diagonal of a tensor of even rank: out[i, j] = x[i, j, i, j]. Throws InvalidArgumentError for other ranks or halves that differ. TensorFlow: `tf.linalg.tensor_diag_part`. */
export function tensorDiagPart<D extends DTypeName>(x: TensorLike<D>): Tensor<D> {
  const operand = toTensor('tensorDiagPart', x);
  const { shape } = operand.type;
  const half = shape.slice(0, shape.length / 2);
  if (shape.length % 2 !== 0 || shape.length === 0 || !half.every((d, i) => d === shape[half.length + i]))
    throw failure('rank', { op: 'tensorDiagPart', message: `x has shape ${showShape(shape)}`, valid: 'an even rank with two equal halves' });
  const count = half.reduce<number>((p, d) => p * (d as number), 1);
  return reshapeTensor(diagPart(reshapeTensor(operand, [count, count])), half) as Tensor<D>;
}
