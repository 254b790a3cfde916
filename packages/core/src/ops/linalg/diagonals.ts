/** Several diagonals of a matrix at once, in the rows of another: which element goes where, as tables of indices. */
import { buildLiteral, type Dim, failure, i1, i32, methods, tensorType } from '@millrace/ir';
import { checkChoice, checkIntegers } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { reshapeTensor } from '../array/reshape.ts';
import { broadcastTensor } from '../broadcast.ts';

/**
 * On which side shorter diagonals stand in their rows: the first word is for diagonals above the main one, the second for those below.
 * RIGHT_LEFT, for example, fills up superdiagonals on the left and subdiagonals on the right.
 */
export type DiagonalAlignment = 'LEFT_RIGHT' | 'RIGHT_LEFT' | 'LEFT_LEFT' | 'RIGHT_RIGHT';

const alignments = ['LEFT_RIGHT', 'RIGHT_LEFT', 'LEFT_LEFT', 'RIGHT_RIGHT'] as const;

/** Diagonals low to high of matrices of rows × columns. Row d of the diagonals is diagonal high - d. */
export interface DiagonalBand {
  readonly low: number;
  readonly high: number;
  readonly rows: number;
  readonly columns: number;
  /** Length of the longest diagonal. */
  readonly length: number;
  readonly align: DiagonalAlignment;
}

/** A diagonal or a range of them as users give it: [low, high]. */
export function diagonalRange(op: string, k: unknown): readonly [low: number, high: number] {
  const list = checkIntegers(op, 'k', k);
  if (list.length === 1) return [list[0], list[0]];
  if (list.length !== 2 || list[0] > list[1])
    throw failure('value', { op, message: `k is [${list.join(', ')}]`, valid: 'an integer, or [low, high] with low <= high' });
  return [list[0], list[1]];
}

export const checkAlignment = (op: string, align: unknown): DiagonalAlignment => checkChoice(op, 'align', align ?? 'RIGHT_LEFT', alignments);

/** Throws InvalidArgumentError where a diagonal lies outside of the matrix. */
export function bandOf(op: string, [low, high]: readonly [number, number], rows: number, columns: number, align: DiagonalAlignment): DiagonalBand {
  const outside = (k: number): boolean => k !== 0 && (k <= -rows || k >= columns);
  if (outside(low) || outside(high))
    throw failure('invalid-value', { op, message: `there is no diagonal ${outside(low) ? low : high} in ${rows} x ${columns}` });
  const length = Math.max(0, Math.min(rows + Math.min(high, 0), columns - Math.max(low, 0)));
  return { low, high, rows, columns, length, align };
}

/** Where diagonal k begins in its row of the diagonals, and its length. */
function placeOf({ rows, columns, length, align }: DiagonalBand, k: number): { readonly start: number; readonly count: number } {
  const count = Math.min(rows + Math.min(k, 0), columns - Math.max(k, 0));
  const [above, below] = align.split('_');
  const isLeft = (k >= 0 && above === 'LEFT') || (k <= 0 && below === 'LEFT');
  return { start: isLeft ? 0 : length - count, count };
}

/** For each element of one side, its place on the other, or -1 where it has none. */
interface Table {
  readonly places: Int32Array;
}

/** For each element of the matrices, its place among the diagonals. */
export function placesOfMatrix(band: DiagonalBand): Table {
  const { low, high, rows, columns, length } = band;
  const places = new Int32Array(rows * columns).fill(-1);
  for (let k = low; k <= high; k++) {
    const { start, count } = placeOf(band, k);
    for (let i = 0; i < count; i++) places[(i + Math.max(-k, 0)) * columns + i + Math.max(k, 0)] = (high - k) * length + start + i;
  }
  return { places };
}

/** For each element of the diagonals, its place in the matrices. */
export function placesOfDiagonals(band: DiagonalBand): Table {
  const { low, high, columns, length } = band;
  const places = new Int32Array((high - low + 1) * length).fill(-1);
  placesOfMatrix(band).places.forEach((to, from) => {
    if (to >= 0) places[to] = from;
  });
  return { places: columns === 0 ? places.fill(-1) : places };
}

/** Takes elements of the last two axes of `x` by a table; those without a place come from `otherwise`, which has the result's type. */
export function takePlaces(x: Tensor, { places }: Table, tail: readonly number[], otherwise: Tensor): Tensor {
  const leading: readonly Dim[] = x.type.shape.slice(0, -2);
  const [rows, columns] = x.type.shape.slice(-2) as number[];
  const shape = [...leading, ...tail];
  if (rows * columns === 0 || places.length === 0) return otherwise;
  const flat = reshapeTensor(x, [...leading, rows * columns]);
  const indices = methods.constant(buildLiteral(tensorType(i32, [places.length]), (i) => Math.max(places[i], 0)));
  const axis = leading.length;
  const taken = methods.gather(flat, indices, {
    dimensionNumbers: {
      offsetDims: leading.map((_, i) => i),
      collapsedSliceDims: [axis],
      operandBatchingDims: [],
      startIndicesBatchingDims: [],
      startIndexMap: [axis],
      indexVectorDim: 1,
    },
    sliceSizes: [...leading, 1] as number[],
  }) as Tensor;
  const inside = methods.constant(buildLiteral(tensorType(i1, tail), (i) => places[i] >= 0)) as Tensor;
  return methods.select(broadcastTensor(inside, shape), reshapeTensor(taken, shape), otherwise) as Tensor;
}
