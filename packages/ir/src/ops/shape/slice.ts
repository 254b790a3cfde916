import { indexExpr } from '../../algebra/index.ts';
import { buildByIndex, flatIndex } from '../../evaluate/index-space.ts';
import { anyTensor, attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { addDims, ceilDivDims, type Dim, dimAtLeast, isStatic, multiplyDims, subtractDims } from '../../types/dim.ts';
import { elementAt, type Literal } from '../../types/literal.ts';
import { showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { tensorTypeOf } from '../values.ts';

/** From the first to just after the last of `count` elements that are `stride` apart. A symbolic count is taken to be at least 1. */
export const spanOf = (count: Dim, stride: number): Dim => (isStatic(count) && count === 0 ? 0 : addDims(multiplyDims(count, stride), 1 - stride));

/** Elements at start + k * stride. */
export function evaluateSlice(operand: Literal, startIndices: readonly number[], strides: readonly number[], type: TensorType): Literal {
  const from = staticShape(operand.type);
  return buildByIndex(type, (index) =>
    elementAt(
      operand,
      flatIndex(
        index.map((k, axis) => startIndices[axis] + k * strides[axis]),
        from,
      ),
    ),
  );
}

/**
 * Elements at `startIndices` + i * `strides`, below `limitIndices`. In a trace a limit may be a size that arrives with the data, for axes
 * that are taken whole beside ones that are cut. Source: StableHLO specification, slice.
 */
export const slice: Primitive = definePrimitive({
  name: 'stablehlo.slice',
  operands: { operand: anyTensor },
  attributes: { startIndices: attr.dims(), limitIndices: attr.dims(), strides: attr.ints() },
  constraints: {
    c2: ({ operand, startIndices, limitIndices, strides }) =>
      [startIndices, limitIndices, strides].every((l) => l.length === operand.rank) ||
      `startIndices, limitIndices and strides must have ${operand.rank} entries`,
    c3: ({ operand, startIndices, limitIndices }) =>
      startIndices.every((s, i) => dimAtLeast(s, 0) && dimAtLeast(limitIndices[i], s) && dimAtLeast(operand.shape[i], limitIndices[i])) ||
      `0 <= start <= limit <= size must hold on each axis; got ${showShape(startIndices)} to ${showShape(limitIndices)} of ${showShape(operand.shape)}`,
    c4: ({ strides }) => strides.every((s) => s > 0) || `strides must be positive; got ${showShape(strides)}`,
  },
  infer: ({ operand, startIndices, limitIndices, strides }) =>
    tensorType(
      operand.element,
      startIndices.map((s, i) => ceilDivDims(subtractDims(limitIndices[i], s), strides[i])),
    ),
  evaluate: ({ operand, startIndices, strides }, { resultTypes }) =>
    evaluateSlice(operand, startIndices as readonly number[], strides, resultTypes[0] as TensorType),
  derivative: {
    linear: 'jointly',
    transpose: {
      operand: ({ operand, startIndices, strides, ct }, b) => {
        const { shape, element } = tensorTypeOf(operand);
        const taken = tensorTypeOf(ct).shape;
        return b.pad(ct, b.scalar(element, 0), {
          edgePaddingLow: startIndices,
          edgePaddingHigh: shape.map((d, i) => subtractDims(d, addDims(startIndices[i], spanOf(taken[i], strides[i])))),
          interiorPadding: strides.map((s) => s - 1),
        });
      },
    },
  },
  batch: ({ operand, startIndices, limitIndices, strides, size }, b) =>
    b.slice(operand.value, { startIndices: [0, ...startIndices], limitIndices: [size, ...limitIndices], strides: [1, ...strides] }),
  lower: ({ startIndices, strides }) => ({
    form: 'move',
    parts: [{ source: 0, map: startIndices.map((s, axis) => indexExpr([{ axis, coefficient: strides[axis] }], s)) }],
  }),
  assembly: '$operand custom(sliceRanges) attrs type(functional)',
});
