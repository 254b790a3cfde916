/**
 * The small algebra that primitives lower to. Six forms; fusion, vectorization, C export and WGSL are functions over them.
 * Index maps are affine: a position in an operand is a sum of coefficients times coordinates of the iteration space.
 * Models: MLIR's linalg, Halide's split of what and how, tinygrad's views.
 */
import type { Dim } from '../types/dim.ts';
import type { Scalar } from './scalar.ts';
import { scalarInput } from './scalar.ts';

/** (sum of coefficient * coordinate[axis] + offset) / divisor; a position that is not a multiple of `divisor` does not exist. */
export interface IndexExpr {
  readonly terms: readonly IndexTerm[];
  readonly offset: Dim;
  readonly divisor: Dim;
  /** Operand (by position, an integer scalar) whose value is added at run time: starts of dynamic slices, moved until the whole result lies inside. */
  readonly dynamic?: number;
}
export interface IndexTerm {
  readonly axis: number;
  readonly coefficient: Dim;
}

/** A position for each dimension of an operand. */
export type IndexMap = readonly IndexExpr[];

export const indexExpr = (terms: readonly IndexTerm[], offset: Dim = 0, divisor: Dim = 1): IndexExpr => ({ terms, offset, divisor });
/** The coordinate along one axis. */
export const axisIndex = (axis: number): IndexExpr => indexExpr([{ axis, coefficient: 1 }]);
/** Always position 0: what a broadcast dimension of size 1 reads. */
export const constantIndex = (offset: Dim): IndexExpr => indexExpr([], offset);
export const identityMap = (rank: number): IndexMap => Array.from({ length: rank }, (_, axis) => axisIndex(axis));

/** One expression for each result, over operands of equal shape (or scalars, where a map says so). */
export interface PointwiseForm {
  readonly form: 'pointwise';
  readonly results: readonly Scalar[];
  /** Position of each operand's element; identity where absent. */
  readonly maps?: readonly IndexMap[];
}

/** How elements are combined; the region of the operation was matched to it. */
export type CombinerName = 'add' | 'multiply' | 'maximum' | 'minimum' | 'and' | 'or' | 'xor';

/**
 * result[out] = combine over `extents` of prologue(operands at maps[i](out ++ reduced)), starting at `initial` (an operand, by position,
 * or the combiner's identity). Positions outside an operand count as the initial value (docs/decisions/0010). With `arg`, the position of the winner along the one reduced axis.
 */
export interface ReduceForm {
  readonly form: 'reduce';
  readonly combiner: CombinerName;
  /** Sizes of the reduced axes, which follow the result's axes in the iteration space. */
  readonly extents: readonly Dim[];
  /** For each input (operand 0 up to inputs-1), the element that a point of the iteration space reads. */
  readonly maps: readonly IndexMap[];
  readonly prologue: Scalar;
  /** Operand with the initial value, by position. */
  readonly initial?: number;
}

/** result[out] = sum over `extents` of lhs * rhs: matrix product, convolution and both of its gradients. Positions outside are zero. */
export interface ContractForm {
  readonly form: 'contract';
  readonly extents: readonly Dim[];
  readonly lhs: IndexMap;
  readonly rhs: IndexMap;
  readonly epilogue?: Epilogue;
}

/** What becomes of each sum before it is stored: one expression for each result, over the sum (input 0) and the operands from 2 on. */
export interface Epilogue {
  readonly results: readonly Scalar[];
  /** Position of the element of operand 2 + i for a point of the result. */
  readonly maps: readonly IndexMap[];
}

/** Moves elements without arithmetic: each part fills a box of the result from one operand. Positions outside read `fill`. */
export interface MoveForm {
  readonly form: 'move';
  readonly parts: readonly MovePart[];
  /** Operand with the fill value, by position. */
  readonly fill?: number;
}
export interface MovePart {
  readonly source: number;
  /** First coordinate of the part's box in the result, for each axis. Absent: the whole result. */
  readonly start?: readonly Dim[];
  readonly size?: readonly Dim[];
  /** Position in the source of the element at a coordinate of the result, counted from the box's start. */
  readonly map: IndexMap;
}

/** A loop with carried values over a body program; the body is the operation's region. */
export interface ScanForm {
  readonly form: 'scan';
}

/** A kernel with a name, for what has no loop form: sort, FFT, factorizations, gather and scatter by data. */
export interface OpaqueForm {
  readonly form: 'opaque';
  readonly kernel: string;
}

export type Lowered = PointwiseForm | ReduceForm | ContractForm | MoveForm | ScanForm | OpaqueForm;

/** A pointwise form from a function of the elements of `operands`. */
export function pointwise(operands: readonly unknown[], f: (...inputs: Scalar[]) => Scalar | readonly Scalar[]): PointwiseForm {
  const made = f(...operands.map((_, i) => scalarInput(i)));
  return { form: 'pointwise', results: Array.isArray(made) ? (made as readonly Scalar[]) : [made as Scalar] };
}

export const opaque = (kernel: string): OpaqueForm => ({ form: 'opaque', kernel });
