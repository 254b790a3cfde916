/** Constraints that decompositions share, and the element types of their results. */
import type { Arg } from '../../primitive/index.ts';
import { type Dim, isStatic, sameDim } from '../../types/dim.ts';
import { complex64, complex128, type ElementType, f64 } from '../../types/element.ts';
import { showShape } from '../../types/type.ts';

export const holdsMatrices = (a: Arg): true | string => a.rank >= 2 || `${a.name} must have rank 2 or more; got ${a.rank}`;

export function holdsSquares(a: Arg): true | string {
  if (a.rank < 2) return true;
  return sameDim(a.shape[a.rank - 2], a.shape[a.rank - 1]) || `${a.name} must hold square matrices; got ${showShape(a.shape)}`;
}

/** Rows and columns are numbers, so that the smaller one is known. */
export const hasKnownMatrices = (a: Arg): true | string =>
  a.shape.slice(-2).every(isStatic) || `the matrices of ${a.name} must have known sizes; got ${showShape(a.shape)}`;

/** [leading axes, rows, columns]. */
export function matrixSizes(shape: readonly Dim[]): readonly [leading: readonly Dim[], rows: number, columns: number] {
  const [rows, columns] = shape.slice(-2) as number[];
  return [shape.slice(0, -2), rows, columns];
}

/** The real type of a number's parts. */
export const partOf = (e: ElementType): ElementType => e.part ?? e;

/** The complex type that holds numbers of this type. */
export function complexWith(e: ElementType): ElementType {
  if (e.kind === 'complex') return e;
  return e === f64 ? complex128 : complex64;
}
