import { axisIndex, type MoveForm } from '../../algebra/index.ts';
import { buildByIndex, flatIndex } from '../../evaluate/index-space.ts';
import { anyTensor, attr, definePrimitive, integer, type Primitive, variadic } from '../../primitive/index.ts';
import { dimAtLeast } from '../../types/dim.ts';
import { elementAt } from '../../types/literal.ts';
import { showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { tensorTypeOf } from '../values.ts';
import { adjustedStarts, batchedStarts, sameScalars, zeroStart } from './dynamic-starts.ts';

/** The slice of `sliceSizes` that begins at `startIndices`, moved until it fits. Source: StableHLO specification, dynamic_slice. */
export const dynamicSlice: Primitive = definePrimitive({
  name: 'stablehlo.dynamic_slice',
  operands: { operand: anyTensor, startIndices: variadic(integer) },
  attributes: { sliceSizes: attr.dims() },
  constraints: {
    c2: ({ operand, startIndices, sliceSizes }) =>
      (startIndices.length === operand.rank && sliceSizes.length === operand.rank) ||
      `startIndices and sliceSizes must have ${operand.rank} entries; got ${startIndices.length} and ${sliceSizes.length}`,
    c3: ({ startIndices }) => sameScalars(startIndices),
    c4: ({ operand, sliceSizes }) =>
      sliceSizes.every((s, i) => dimAtLeast(s, 0) && dimAtLeast(operand.shape[i], s)) ||
      `sliceSizes ${showShape(sliceSizes)} must be at most ${showShape(operand.shape)}`,
  },
  infer: ({ operand, sliceSizes }) => tensorType(operand.element, sliceSizes),
  evaluate: ({ operand, startIndices, sliceSizes }, { resultTypes }) => {
    const from = staticShape(operand.type);
    const starts = adjustedStarts(startIndices, from, sliceSizes as readonly number[]);
    return buildByIndex(resultTypes[0] as TensorType, (index) =>
      elementAt(
        operand,
        flatIndex(
          index.map((k, axis) => k + starts[axis]),
          from,
        ),
      ),
    );
  },
  derivative: {
    linear: 'jointly',
    transpose: { operand: ({ operand, startIndices, ct }, b) => b.dynamicUpdateSlice(b.zeros(tensorTypeOf(operand)), ct, startIndices) },
  },
  batch: ({ operand, startIndices, sliceSizes, size }, b) => {
    if (startIndices.length === 0) return operand.value;
    if (!startIndices.some((s) => s.batched)) {
      return b.dynamicSlice(operand.value, [zeroStart(startIndices, b), ...startIndices.map((s) => s.value)], { sliceSizes: [size, ...sliceSizes] });
    }
    const { indices, numbers } = batchedStarts(startIndices, size, operand.batched, b);
    return b.gather(operand.value, indices, { dimensionNumbers: numbers, sliceSizes: operand.batched ? [1, ...sliceSizes] : sliceSizes });
  },
  lower: ({ operand }): MoveForm => ({
    form: 'move',
    parts: [{ source: 0, map: operand.shape.map((_, axis) => ({ ...axisIndex(axis), dynamic: axis + 1 })) }],
  }),
  assembly: '$operand , $startIndices... sizes = $sliceSizes attrs type(functional)',
});
