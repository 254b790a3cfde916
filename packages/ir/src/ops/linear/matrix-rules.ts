/** Matrix algebra on the last two axes, for derivatives of factorizations. */
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { i32 } from '../../types/element.ts';
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
