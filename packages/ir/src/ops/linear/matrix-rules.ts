/** Matrix algebra on the last two axes, for derivatives of factorizations. */
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import type { Dim } from '../../types/dim.ts';
import { type ElementType, i32 } from '../../types/element.ts';
import type { Shape, TensorType } from '../../types/type.ts';
import { axesOf, tensorTypeOf } from '../values.ts';

/** x y over leading batch axes. */
export function matrixProduct(x: Value, y: Value, b: Methods): Value {
  const { rank } = tensorTypeOf(x);
  const batch = axesOf(rank - 2);
  return b.dotGeneral(x, y, {
    dotDimensionNumbers: {
      lhsBatchingDimensions: batch,
      rhsBatchingDimensions: batch,
      lhsContractingDimensions: [rank - 1],
      rhsContractingDimensions: [rank - 2],
    },
  });
}

export function matrixTranspose(x: Value, b: Methods): Value {
  const { rank } = tensorTypeOf(x);
  return b.transpose(x, { permutation: [...axesOf(rank - 2), rank - 1, rank - 2] });
}

/** The conjugate transpose. */
export const adjoint = (x: Value, b: Methods): Value => b.conjugate(matrixTranspose(x, b));

export const scaled = (x: Value, factor: number, b: Methods): Value => b.multiply(x, b.full(tensorTypeOf(x), factor));

/** The part of the matrices below the diagonal (or above), with the diagonal times `diagonal`; zero elsewhere. */
export function triangle(x: Value, lower: boolean, diagonal: number, b: Methods): Value {
  const type = tensorTypeOf(x);
  const { shape, rank } = type;
  const row = b.iota({ iotaDimension: rank - 2, shape, element: i32 });
  const column = b.iota({ iotaDimension: rank - 1, shape, element: i32 });
  const inside = b.compare(row, column, { comparisonDirection: lower ? 'GT' : 'LT' });
  const strict = b.select(inside, x, b.zeros(type));
  if (diagonal === 0) return strict;
  const on = b.compare(row, column, { comparisonDirection: 'EQ' });
  return b.select(on, diagonal === 1 ? x : scaled(x, diagonal, b), strict);
}

/** Row and column indices at the shape of x compared. */
function onDiagonal(shape: Shape, b: Methods): Value {
  const rank = shape.length;
  const row = b.iota({ iotaDimension: rank - 2, shape, element: i32 });
  const column = b.iota({ iotaDimension: rank - 1, shape, element: i32 });
  return b.compare(row, column, { comparisonDirection: 'EQ' });
}

/** The part of the matrices above the diagonal, with the diagonal, in place of what rounding left below. */
export const upperPart = (x: Value, b: Methods): Value => triangle(x, false, 1, b);

/** The main diagonals of square matrices: [..., n, n] → [..., n]. */
export function diagonalOf(x: Value, b: Methods): Value {
  const type = tensorTypeOf(x);
  return b.sum(b.select(onDiagonal(type.shape, b), x, b.zeros(type)), [type.rank - 1]);
}

/** The matrices without their diagonals. */
export function withoutDiagonal(x: Value, b: Methods): Value {
  const type = tensorTypeOf(x);
  return b.select(onDiagonal(type.shape, b), b.zeros(type), x);
}

/** The matrices with only their diagonals. */
export function onlyDiagonal(x: Value, b: Methods): Value {
  const type = tensorTypeOf(x);
  return b.select(onDiagonal(type.shape, b), x, b.zeros(type));
}

/** The sums of the main diagonals: [..., n, n] → [...]. */
export function traceOf(x: Value, b: Methods): Value {
  const { rank } = tensorTypeOf(x);
  return b.sum(onlyDiagonal(x, b), [rank - 2, rank - 1]);
}

export function identityOf(type: TensorType, b: Methods): Value {
  return b.select(onDiagonal(type.shape, b), b.ones(type), b.zeros(type));
}

/** A vector for each matrix along its columns (entry j everywhere in column j) or its rows, at the shape of matrices with `size` of the other axis. */
export function spread(vector: Value, along: 'columns' | 'rows', size: Dim, b: Methods): Value {
  const { shape, rank } = tensorTypeOf(vector);
  const [leading, n] = [shape.slice(0, -1), shape[rank - 1]];
  const axes = axesOf(rank - 1);
  return along === 'columns' ? b.broadcast(vector, [...leading, size, n], [...axes, rank]) : b.broadcast(vector, [...leading, n, size], [...axes, rank - 1]);
}

/** Real numbers as complex ones, where `element` is complex. */
export const inElement = (x: Value, element: ElementType, b: Methods): Value => (tensorTypeOf(x).element === element ? x : b.convert(x, { element }));

/** x / (x² + 1e-20): 1 / x, but 0 at 0, so that equal eigenvalues add nothing. TensorFlow's gradients use the same number. */
export function safeReciprocal(x: Value, b: Methods): Value {
  const type = tensorTypeOf(x);
  return b.divide(x, b.add(b.multiply(x, x), b.full(type, 1e-20)));
}
