import { opaque } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { complex, definePrimitive, floating, type Primitive } from '../../primitive/index.ts';
import { sameDim } from '../../types/dim.ts';
import { allocate, i1, writeElement } from '../../types/element.ts';
import { sameShape, showShape, type TensorType, tensorType } from '../../types/type.ts';
import { densesOf, literalOfDenses, notANumber } from '../linear/dense/dense.ts';
import { solveTridiagonal } from '../linear/dense/tridiagonal.ts';
import { hasKnownMatrices, holdsMatrices, matrixSizes } from '../linear/matrix-checks.ts';
import { batchOf, tensorTypeOf } from '../values.ts';

/** Entries along `axis` moved by one place up (+1) or down (-1) the axis; what enters is zero. */
function shifted(x: Value, axis: number, by: 1 | -1, b: Methods): Value {
  const { shape, element } = tensorTypeOf(x);
  const only = (n: number): number[] => shape.map((_, i) => (i === axis ? n : 0));
  return b.pad(x, b.scalar(element, 0), { edgePaddingLow: only(by), edgePaddingHigh: only(-by), interiorPadding: only(0) });
}

/** One of the three rows, as [..., 1, n]. */
function diagonalRow(diagonals: Value, row: number, b: Methods): Value {
  const { shape, rank } = tensorTypeOf(diagonals);
  const start = shape.map((_, i) => (i === rank - 2 ? row : 0));
  return b.slice(diagonals, { startIndices: start, limitIndices: shape.map((d, i) => (i === rank - 2 ? row + 1 : d)), strides: shape.map(() => 1) });
}

/** The diagonals of the adjoint matrix. */
function adjointDiagonals(diagonals: Value, b: Methods): Value {
  const { rank } = tensorTypeOf(diagonals);
  const [upper, main, lower] = [0, 1, 2].map((k) => b.conjugate(diagonalRow(diagonals, k, b)));
  return b.concatenate([shifted(lower, rank - 1, -1, b), main, shifted(upper, rank - 1, 1, b)], { dimension: rank - 2 });
}

/** The three diagonals of -g xᴴ, for g and x of [..., n, k]. */
function diagonalsOfProduct(g: Value, x: Value, b: Methods): Value {
  const { rank, shape } = tensorTypeOf(g);
  const row = (y: Value): Value => {
    const sum = b.sum(b.multiply(g, b.conjugate(y)), [rank - 1]);
    return b.negate(b.reshape(sum, { shape: [...shape.slice(0, rank - 2), 1, shape[rank - 2]] }));
  };
  return b.concatenate([row(shifted(x, rank - 2, -1, b)), row(x), row(shifted(x, rank - 2, 1, b))], { dimension: rank - 2 });
}

/**
 * x with T x = b for tridiagonal matrices, and whether each is invertible. `diagonals` is [..., 3, n]: superdiagonal (the last entry is not read),
 * diagonal, subdiagonal (the first entry is not read). Elimination with partial pivoting. Source: `tf.linalg.tridiagonal_solve`, format 'compact'.
 */
export const tridiagonalSolve: Primitive = definePrimitive({
  name: 'millrace.tridiagonal_solve',
  operands: { diagonals: floating.or(complex), b: floating.or(complex) },
  results: 2,
  constraints: {
    c1: ({ diagonals, b }) =>
      diagonals.element === b.element || `diagonals and b must have one element type; got ${diagonals.element.name} and ${b.element.name}`,
    c2: ({ diagonals }) => holdsMatrices(diagonals),
    c3: ({ diagonals }) => hasKnownMatrices(diagonals),
    c4: ({ diagonals, b }) => {
      const [leading, three, n] = matrixSizes(diagonals.shape);
      const fits = three === 3 && b.rank === diagonals.rank && sameShape(leading, b.shape.slice(0, -2)) && sameDim(b.shape[b.rank - 2], n);
      return fits || `diagonals must be [..., 3, n] and b [..., n, k]; got ${showShape(diagonals.shape)} and ${showShape(b.shape)}`;
    },
  },
  infer: ({ diagonals, b }) => [b.type, tensorType(i1, diagonals.shape.slice(0, -2))],
  evaluate: ({ diagonals, b }, { resultTypes }) => {
    const type = resultTypes[1] as TensorType;
    const right = densesOf(b);
    const solutions = densesOf(diagonals).map((d, i) => solveTridiagonal(d, right[i]));
    const data = allocate(i1, type.size);
    solutions.forEach((x, i) => writeElement(i1, data, i, x !== null));
    return [
      literalOfDenses(
        solutions.map((x, i) => x ?? notANumber(right[i].rows, right[i].columns)),
        b.type,
      ),
      { type, data },
    ];
  },
  derivative: {
    // As for a full matrix: the cotangent of b is g = T⁻ᴴ ct, that of T the diagonals of -g xᴴ.
    vjp: ({ diagonals, results: [x], ct, needs }, b) => {
      const [g] = b.tridiagonalSolve(adjointDiagonals(diagonals, b), ct);
      return { diagonals: needs('diagonals') ? diagonalsOfProduct(g, x, b) : null, b: g };
    },
  },
  batch: ({ diagonals, b, size }, m) => m.tridiagonalSolve(batchOf(diagonals, size, m), batchOf(b, size, m)),
  lower: () => opaque('tridiagonal_solve'),
  traits: { expensive: true },
});
