/** Matrices by structure: bands, diagonals, traces. They act on the last two axes. */
import { checkOptions, type Dim, failure, i1, i32, isStatic, methods, sameDim, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { checkInteger } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { reshapeTensor } from '../array/reshape.ts';
import { broadcastTensor, fillTensor } from '../broadcast.ts';
import { coordinates } from '../creation/constants.ts';
import { sliceAxis } from '../indexing/slice.ts';
import { reduceWith } from '../reduction/family.ts';
import {
  bandOf,
  checkAlignment,
  type DiagonalAlignment,
  type DiagonalBand,
  diagonalRange,
  placesOfDiagonals,
  placesOfMatrix,
  takePlaces,
} from './diagonals.ts';

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

export interface DiagonalOptions {
  /** Which diagonal: 0 the main one, positive above, negative below; or [low, high], the diagonals between both. Default 0. */
  readonly k?: number | readonly [number, number];
  /** On which side shorter diagonals stand in their rows. Default 'RIGHT_LEFT': above the main one on the right, below on the left. */
  readonly align?: DiagonalAlignment;
}

export interface DiagPartOptions<D extends DTypeName = DTypeName> extends DiagonalOptions {
  /** What fills up diagonals that are shorter than the longest. Default 0. */
  readonly paddingValue?: TensorLike<D>;
}

export interface DiagOptions<D extends DTypeName = DTypeName> extends DiagonalOptions {
  /** Rows of the result. Default: the matrix is square, or as small as the other size allows. */
  readonly numRows?: number;
  readonly numCols?: number;
  /** What stands beside the diagonals. Default 0. */
  readonly paddingValue?: TensorLike<D>;
}

/**
 * Matrices with the last axis of `x` on a diagonal, or its last two axes on several, and zeros elsewhere.
 *
 * - x: [..., n]; for [low, high] with low < high [..., high - low + 1, n], the highest diagonal first.
 * - Output: [..., n + |k|, n + |k|] unless sizes are given. Throws InvalidArgumentError for sizes that do not fit. TensorFlow: `tf.linalg.diag`.
 */
export function diag<D extends DTypeName>(x: TensorLike<D>, options: DiagOptions<D> = {}): Tensor<D> {
  checkOptions('diag', options, ['k', 'numRows', 'numCols', 'paddingValue', 'align']);
  const operand = toTensor('diag', x);
  if (operand.rank < 1) throw failure('rank', { op: 'diag', message: 'x is a scalar', valid: 'rank 1 or more' });
  const range = diagonalRange('diag', options.k ?? 0);
  if (range[0] !== range[1] || options.numRows !== undefined || options.numCols !== undefined || options.paddingValue !== undefined)
    return diagOfBand(operand, range, options) as Tensor<D>;
  return singleDiagonal(operand, range[0]) as Tensor<D>;
}

function singleDiagonal(operand: Tensor, k: number): Tensor {
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
  return methods.select(between(full, k, k), spread, fillTensor(element, full, 0)) as Tensor;
}

/** Checks the shape of diagonals for a range and gives them as [..., number of diagonals, length]. */
function diagonalRows(op: string, x: Tensor, [low, high]: readonly [number, number]): { readonly rows: Tensor; readonly length: number } {
  const count = high - low + 1;
  const { shape } = x.type;
  const length = shape[shape.length - 1];
  const fits = count === 1 ? x.rank >= 1 : x.rank >= 2 && shape[shape.length - 2] === count;
  if (!fits || !isStatic(length))
    throw failure('shape-mismatch', {
      op,
      message: `the diagonals have shape ${showShape(shape)}`,
      valid: `${count === 1 ? '' : `[..., ${count}, n], `}sizes that are known`,
    });
  return { rows: count === 1 ? reshapeTensor(x, [...shape.slice(0, -1), 1, length]) : x, length };
}

function diagOfBand(operand: Tensor, range: readonly [number, number], options: DiagOptions): Tensor {
  const [low, high] = range;
  const { rows, length } = diagonalRows('diag', operand, range);
  const [leastRows, leastColumns] = [length - Math.min(high, 0), length + Math.max(low, 0)];
  const square = Math.max(leastRows, leastColumns);
  const given = (name: 'numRows' | 'numCols'): number | undefined =>
    options[name] === undefined ? undefined : checkInteger('diag', name, options[name], { min: 0 });
  const [numRows, numCols] = [given('numRows'), given('numCols')];
  const height = numRows ?? (numCols === undefined ? square : leastRows);
  const width = numCols ?? (numRows === undefined ? square : leastColumns);
  if (height < leastRows || width < leastColumns || (height !== leastRows && width !== leastColumns))
    throw failure('invalid-value', {
      op: 'diag',
      message: `numRows ${height} and numCols ${width} for diagonals ${low} to ${high} of length ${length}`,
      valid: `at least ${leastRows} and ${leastColumns}, one of them equal`,
    });
  const band = bandOf('diag', range, height, width, checkAlignment('diag', options.align));
  const padding = paddingOf('diag', options.paddingValue, operand);
  return takePlaces(rows, placesOfMatrix(band), [height, width], broadcastTensor(padding, [...rows.type.shape.slice(0, -2), height, width]));
}

function paddingOf(op: string, value: TensorLike | undefined, x: Tensor): Tensor {
  const padding = toTensor(op, value ?? (x.type.element.kind === 'boolean' ? false : 0), x.type.element);
  if (padding.rank !== 0 || padding.type.element !== x.type.element)
    throw failure('operand-type', { op, message: `paddingValue is ${padding.type}`, valid: `a scalar of dtype ${x.dtype}` });
  return padding;
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
 * A diagonal of each matrix, or several of them as rows, the highest first.
 *
 * - x: [..., m, n]. Output: [..., length of the diagonal]; for [low, high] with low < high [..., high - low + 1, length of the longest].
 * - Throws: InvalidArgumentError for a diagonal outside. TensorFlow: `tf.linalg.diag_part`.
 */
export function diagPart<D extends DTypeName>(x: TensorLike<D>, options: DiagPartOptions<D> = {}): Tensor<D> {
  checkOptions('diagPart', options, ['k', 'paddingValue', 'align']);
  const operand = toTensor('diagPart', x);
  const range = diagonalRange('diagPart', options.k ?? 0);
  const align = checkAlignment('diagPart', options.align);
  if (range[0] !== range[1]) {
    requireMatrix('diagPart', operand);
    const padding = paddingOf('diagPart', options.paddingValue, operand);
    const band = bandOf('diagPart', range, ...knownMatrix('diagPart', operand), align);
    const tail = [range[1] - range[0] + 1, band.length];
    return takePlaces(operand, placesOfDiagonals(band), tail, broadcastTensor(padding, [...operand.type.shape.slice(0, -2), ...tail])) as Tensor<D>;
  }
  const square = diagonalSquare('diagPart', operand, range[0]);
  const kept = methods.select(between(square.type.shape, 0, 0), square, fillTensor(square.type.element, square.type.shape, 0)) as Tensor;
  return reduceWith(kept, [square.rank - 1], 'add', 0) as Tensor<D>;
}

function knownMatrix(op: string, x: Tensor): [number, number] {
  const [rows, columns] = x.type.shape.slice(-2);
  if (!isStatic(rows) || !isStatic(columns)) throw failure('unimplemented', { op, message: 'the sizes of the matrices are not known' });
  return [rows, columns];
}

/**
 * The matrices with a diagonal replaced, or several.
 *
 * - x: [..., m, n]; diagonal: [..., length of the diagonal], or rows of diagonals as `diagPart` gives them.
 * - Throws: InvalidArgumentError where the diagonals do not fit. TensorFlow: `tf.linalg.set_diag`.
 */
export function setDiag<D extends DTypeName>(x: TensorLike<D>, diagonal: TensorLike<D>, options: DiagonalOptions = {}): Tensor<D> {
  checkOptions('setDiag', options, ['k', 'align']);
  const operand = toTensor('setDiag', x);
  requireMatrix('setDiag', operand);
  const values = toTensor('setDiag', diagonal, operand.type.element);
  const range = diagonalRange('setDiag', options.k ?? 0);
  const [rows, columns] = knownMatrix('setDiag', operand);
  const band = bandOf('setDiag', range, rows, columns, checkAlignment('setDiag', options.align));
  const { shape, element } = operand.type;
  const count = range[1] - range[0] + 1;
  const wanted = [...shape.slice(0, -2), ...(count === 1 ? [] : [count]), band.length];
  if (values.type.element !== element || values.rank !== wanted.length || !values.type.shape.every((d, i) => sameDim(d, wanted[i])))
    throw failure('shape-mismatch', {
      op: 'setDiag',
      message: `diagonal is ${values.type} for x ${operand.type}`,
      valid: `shape ${showShape(wanted)} of dtype ${operand.dtype}`,
    });
  return (range[0] === 0 && range[1] === 0 ? setMainDiagonal(operand, values) : setBand(operand, values, band)) as Tensor<D>;
}

function setBand(operand: Tensor, values: Tensor, band: DiagonalBand): Tensor {
  return takePlaces(diagonalRows('setDiag', values, [band.low, band.high]).rows, placesOfMatrix(band), [band.rows, band.columns], operand);
}

function setMainDiagonal(operand: Tensor, values: Tensor): Tensor {
  const { shape, element } = operand.type;
  const rows = shape[shape.length - 2] as number;
  const { shape: wanted } = values.type;
  const size = wanted[wanted.length - 1] as number;
  const none = wanted.map(() => 0);
  const high = wanted.map((_, i) => (i === wanted.length - 1 ? rows - size : 0));
  const padded = methods.pad(values, fillTensor(element, [], 0), { edgePaddingLow: none, edgePaddingHigh: high, interiorPadding: none });
  const spread = methods.broadcast(
    padded,
    shape,
    wanted.map((_, i) => i),
  );
  return methods.select(between(shape, 0, 0), spread, operand) as Tensor;
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
