/** Matrices of few diagonals: products, systems and eigenvalues. */
import { checkOptions, failure, methods, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { describe } from '../../tensor/describe.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { checkChoice, checkIntegers } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { concatTensors } from '../array/join.ts';
import { reshapeTensor } from '../array/reshape.ts';
import { matrixTranspose } from '../array/transpose.ts';
import { broadcastTensor, commonDtype, constantLike, fillTensor, requireKind } from '../broadcast.ts';
import { sliceAxis } from '../indexing/slice.ts';
import { floatingOrComplex } from '../math/families.ts';
import { triangularSolve } from './cholesky.ts';
import { type Eigen, eigh } from './decompositions.ts';
import { broadcastBatches, matrixOperand, matrixSizes, requireInvertible } from './operands.ts';
import { diag, diagPart } from './structure.ts';

/**
 * How three diagonals are given: 'compact' as [..., 3, n] (superdiagonal, whose last entry is not read, diagonal, subdiagonal, whose first entry is
 * not read), 'sequence' as a list of these three, 'matrix' as [..., n, n], of which the rest is not read.
 */
export type TridiagonalFormat = 'compact' | 'sequence' | 'matrix';

/** What a format takes. */
export type Diagonals<D extends DTypeName = DTypeName> = TensorLike<D> | readonly [TensorLike<D>, TensorLike<D>, TensorLike<D>];

const formats = ['compact', 'sequence', 'matrix'] as const;

/** Diagonals in compact form. */
function compact(op: string, given: unknown, format: TridiagonalFormat): Tensor {
  checkChoice(op, 'diagonalsFormat', format, formats);
  if (format === 'sequence') {
    if (!Array.isArray(given) || given.length !== 3)
      throw failure('wrong-kind', { op, message: `diagonals is ${describe(given)}`, valid: 'a list of three tensors' });
    const rows = commonDtype(op, given as TensorLike[], ['diagonals[0]', 'diagonals[1]', 'diagonals[2]']);
    const main = rows[1].type.shape;
    const n = main[main.length - 1] as number;
    return concatTensors(
      rows.map((row, i) => reshapeTensor(fullLength(op, row, n, i), [...main.slice(0, -1), 1, n])),
      main.length - 1,
    );
  }
  const tensor = matrixOperand(op, given as TensorLike, 'diagonals');
  const [rows, columns] = matrixSizes(op, tensor);
  if (format === 'matrix') {
    if (rows !== columns) throw failure('shape-mismatch', { op, message: `diagonals has shape ${showShape(tensor.type.shape)}`, valid: 'square matrices' });
    if (rows < 2) return compactOfSmall(tensor);
    return diagPart(tensor, { k: [-1, 1], align: 'LEFT_RIGHT' });
  }
  if (rows !== 3) throw failure('shape-mismatch', { op, message: `diagonals has shape ${showShape(tensor.type.shape)}`, valid: '[..., 3, n]' });
  return tensor;
}

/** A matrix with at most one row has no diagonals beside the main one. */
function compactOfSmall(x: Tensor): Tensor {
  return concatTensors([constantLike(x, 0), x, constantLike(x, 0)], x.rank - 2);
}

/** A diagonal of a sequence at length n: super- and subdiagonal may have n - 1 entries. */
function fullLength(op: string, row: Tensor, n: number, index: number): Tensor {
  requireKind(op, row, floatingOrComplex, `diagonals[${index}]`);
  const { shape } = row.type;
  const last = shape[shape.length - 1];
  if (row.rank < 1 || (last !== n && (index === 1 || last !== n - 1)))
    throw failure('shape-mismatch', {
      op,
      message: `diagonals[${index}] has shape ${showShape(shape)} beside a diagonal of ${n}`,
      valid: `${n} entries, or ${n - 1} beside the main one`,
    });
  if (last === n) return row;
  const zero = fillTensor(row.type.element, [...shape.slice(0, -1), 1], 0);
  return concatTensors(index === 0 ? [row, zero] : [zero, row], row.rank - 1);
}

export interface TridiagonalSolveOptions {
  /** Default 'compact'. */
  readonly diagonalsFormat?: TridiagonalFormat;
  /** Whether rhs is [..., k, n], and the result too. Default false. */
  readonly transposeRhs?: boolean;
  /** Whether the complex conjugate of rhs is taken. Default false. */
  readonly conjugateRhs?: boolean;
}

/**
 * x with T x = rhs for tridiagonal matrices, by elimination with pivots.
 *
 * - diagonals: see `TridiagonalFormat`; rhs: [..., n, k], or [..., n]. Output: the shape of rhs, with leading axes broadcast.
 * - Throws: InvalidArgumentError for a matrix without inverse and for shapes that do not fit. TensorFlow: `tf.linalg.tridiagonal_solve`.
 */
export function tridiagonalSolve<D extends DTypeName>(diagonals: Diagonals<D>, rhs: TensorLike<D>, options: TridiagonalSolveOptions = {}): Tensor<D> {
  const op = 'tridiagonalSolve';
  checkOptions(op, options, ['diagonalsFormat', 'transposeRhs', 'conjugateRhs']);
  const d = compact(op, diagonals, options.diagonalsFormat ?? 'compact');
  let b: Tensor = toTensor(op, rhs, d.type.element);
  const isVector = b.rank === d.rank - 1;
  if (options.conjugateRhs) b = methods.conjugate(b) as Tensor;
  if (isVector) b = reshapeTensor(b, [...b.type.shape, 1]);
  else if (options.transposeRhs) b = matrixTranspose(b);
  checkRows(op, d, b);
  const [x, invertible] = methods.tridiagonalSolve(...broadcastBatches(op, d, b)) as Tensor[];
  requireInvertible(op, invertible);
  if (isVector) return reshapeTensor(x, x.type.shape.slice(0, -1)) as Tensor<D>;
  return (options.transposeRhs ? matrixTranspose(x) : x) as Tensor<D>;
}

function checkRows(op: string, d: Tensor, b: Tensor): void {
  const fits = b.type.element === d.type.element && b.rank >= 2 && b.type.shape[b.rank - 2] === d.type.shape[d.rank - 1];
  if (!fits)
    throw failure('shape-mismatch', {
      op,
      message: `diagonals are ${d.type} and rhs is ${b.type}`,
      valid: 'one dtype, and as many rows of rhs as entries on the diagonal',
    });
}

export interface TridiagonalMatmulOptions {
  /** Default 'compact'. */
  readonly diagonalsFormat?: TridiagonalFormat;
}

/** T rhs for tridiagonal matrices. rhs: [..., n, k]; leading axes broadcast. TensorFlow: `tf.linalg.tridiagonal_matmul`. */
export function tridiagonalMatmul<D extends DTypeName>(diagonals: Diagonals<D>, rhs: TensorLike<D>, options: TridiagonalMatmulOptions = {}): Tensor<D> {
  const op = 'tridiagonalMatmul';
  checkOptions(op, options, ['diagonalsFormat']);
  const given = compact(op, diagonals, options.diagonalsFormat ?? 'compact');
  const right = toTensor(op, rhs, given.type.element);
  checkRows(op, given, right);
  const [d, b] = broadcastBatches(op, given, right);
  const { shape, rank } = b.type;
  const axis = rank - 2;
  const n = shape[axis] as number;
  if (n === 0) return b as Tensor<D>;
  const zero = constantLike(sliceAxis(b, axis, 0, 1), 0);
  const row = (k: number): Tensor => {
    const entries = sliceAxis(d, axis, k, k + 1);
    return broadcastTensor(reshapeTensor(entries, [...shape.slice(0, axis), n, 1]), shape);
  };
  const above = concatTensors([sliceAxis(b, axis, 1, n), zero], axis);
  const below = concatTensors([zero, sliceAxis(b, axis, 0, n - 1)], axis);
  // What is not read must not count, even where it is infinite or NaN.
  const super_ = maskEntry(row(0), axis, n - 1);
  const sub = maskEntry(row(2), axis, 0);
  return methods.add(methods.add(methods.multiply(super_, above), methods.multiply(row(1), b)), methods.multiply(sub, below)) as Tensor<D>;
}

/** One entry along an axis replaced by 0. */
function maskEntry(x: Tensor, axis: number, entry: number): Tensor {
  const n = x.type.shape[axis] as number;
  const zero = constantLike(sliceAxis(x, axis, entry, entry + 1), 0);
  const rest = entry === 0 ? [zero, sliceAxis(x, axis, 1, n)] : [sliceAxis(x, axis, 0, n - 1), zero];
  return concatTensors(
    rest.filter((t) => t.type.shape[axis] !== 0),
    axis,
  );
}

export interface BandedTriangularSolveOptions {
  /** Whether the diagonals are the main one and those below. Default true. */
  readonly lower?: boolean;
  /** Whether the conjugate transpose of the matrix is solved. Default false. */
  readonly adjoint?: boolean;
}

/**
 * x with A x = rhs for triangular matrices of few diagonals.
 *
 * - bands: [..., k, n], the highest diagonal first: the main one and k - 1 below it, filled up on the left; or for `lower: false` k - 1 above it,
 *   filled up on the right, and the main one. rhs: [..., n, columns]. TensorFlow: `tf.linalg.banded_triangular_solve`.
 */
export function bandedTriangularSolve<D extends DTypeName>(bands: TensorLike<D>, rhs: TensorLike<D>, options: BandedTriangularSolveOptions = {}): Tensor<D> {
  const op = 'bandedTriangularSolve';
  checkOptions(op, options, ['lower', 'adjoint']);
  const rows = matrixOperand(op, bands, 'bands');
  const [count, n] = matrixSizes(op, rows);
  if (count < 1 || count > n)
    throw failure('shape-mismatch', { op, message: `bands has shape ${showShape(rows.type.shape)}`, valid: '[..., k, n] with 1 <= k <= n' });
  const lower = options.lower ?? true;
  const matrix =
    count === 1
      ? diag(reshapeTensor(rows, [...rows.type.shape.slice(0, -2), n]))
      : diag(rows, { k: lower ? [1 - count, 0] : [0, count - 1], align: 'LEFT_RIGHT', numRows: n, numCols: n });
  return triangularSolve(matrix, rhs, { lower, adjoint: options.adjoint ?? false }) as Tensor<D>;
}

export interface EighTridiagonalOptions {
  /** Whether to leave out eigenvectors. Default true. */
  readonly eigvalsOnly?: boolean;
  /** 'a' all eigenvalues, 'i' those with indices in `selectRange`, both ends included. Default 'a'. */
  readonly select?: 'a' | 'i';
  readonly selectRange?: readonly [number, number];
}

/**
 * Eigenvalues, ascending, of Hermitian tridiagonal matrices with alpha on the diagonal and beta below it, and their vectors.
 *
 * - alpha: [..., n], beta: [..., n - 1]. TensorFlow: `tf.linalg.eigh_tridiagonal`, whose `select: 'v'` is not here.
 */
export function eighTridiagonal<D extends DTypeName>(
  alpha: TensorLike<D>,
  beta: TensorLike<D>,
  options: EighTridiagonalOptions & { readonly eigvalsOnly: false },
): Eigen<D>;
export function eighTridiagonal<D extends DTypeName>(
  alpha: TensorLike<D>,
  beta: TensorLike<D>,
  options?: EighTridiagonalOptions & { readonly eigvalsOnly?: true },
): Tensor;
export function eighTridiagonal<D extends DTypeName>(alpha: TensorLike<D>, beta: TensorLike<D>, options: EighTridiagonalOptions = {}): Eigen<D> | Tensor {
  const op = 'eighTridiagonal';
  checkOptions(op, options, ['eigvalsOnly', 'select', 'selectRange']);
  const [main, below] = commonDtype(op, [alpha, beta], ['alpha', 'beta']);
  requireKind(op, main, floatingOrComplex, 'alpha');
  const n = main.type.shape[main.rank - 1];
  if (main.rank < 1 || below.rank !== main.rank || typeof n !== 'number' || below.type.shape[below.rank - 1] !== n - 1)
    throw failure('shape-mismatch', { op, message: `alpha is ${main.type} and beta is ${below.type}`, valid: '[..., n] and [..., n - 1]' });
  const [first, last] = selected(op, options, n);
  const lower = n === 1 ? diag(main) : (methods.add(diag(main), diag(below, { k: -1 })) as Tensor);
  const { e, v } = eigh(lower);
  const values = sliceAxis(e, e.rank - 1, first, last + 1);
  return options.eigvalsOnly === false ? { e: values, v: sliceAxis(v, v.rank - 1, first, last + 1) as Tensor<D> } : values;
}

function selected(op: string, options: EighTridiagonalOptions, n: number): readonly number[] {
  if (checkChoice(op, 'select', options.select ?? 'a', ['a', 'i']) === 'a') return [0, n - 1];
  const range = checkIntegers(op, 'selectRange', options.selectRange, { min: 0, max: n - 1 });
  if (range.length !== 2 || range[0] > range[1]) throw failure('value', { op, message: `selectRange is [${range.join(', ')}]`, valid: '[first, last]' });
  return range;
}
