import { opaque } from '../../algebra/index.ts';
import { failure } from '../../errors/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { tensorTypeOf } from '../values.ts';
import { actualType, differ, entryEachAxis, integersOf, shapeTensor, sizesOf, spansOf, withBatchEntry, withBatchSize } from './dynamic-shape.ts';
import { evaluateSlice } from './slice.ts';

/** slice with limits and strides that are operands. StableHLO has this operation, but not yet in its specification; it is defined by slice. */
export const realDynamicSlice: Primitive = definePrimitive({
  name: 'stablehlo.real_dynamic_slice',
  operands: { operand: anyTensor, startIndices: shapeTensor, limitIndices: shapeTensor, strides: shapeTensor },
  attributes: { shape: attr.resultShape() },
  constraints: {
    c2: ({ operand, startIndices, limitIndices, strides }) => {
      const wrong = [startIndices, limitIndices, strides].map((l) => entryEachAxis(l, operand.rank)).find((answer) => answer !== true);
      return wrong ?? true;
    },
    c4: ({ operand, shape }) => shape.length === operand.rank || `the result ${showShape(shape)} must have rank ${operand.rank}`,
  },
  infer: ({ operand, shape }) => tensorType(operand.element, shape),
  evaluate: ({ operand, startIndices, limitIndices, strides }, { resultTypes }) => {
    const from = staticShape(operand.type);
    const [starts, limits, steps] = [startIndices, limitIndices, strides].map(integersOf);
    const holds = starts.every((s, i) => s >= 0 && s <= limits[i] && limits[i] <= from[i] && steps[i] > 0);
    if (!holds) {
      throw failure('evaluation', {
        op: 'real_dynamic_slice',
        message: `0 <= start <= limit <= size and stride > 0 must hold; got ${showShape(starts)} to ${showShape(limits)} by ${showShape(steps)} of ${showShape(from)}`,
      });
    }
    const shape = starts.map((s, i) => Math.ceil((limits[i] - s) / steps[i]));
    return evaluateSlice(operand, starts, steps, actualType('real_dynamic_slice', operand.type.element, shape, resultTypes[0] as TensorType));
  },
  derivative: {
    linear: 'jointly',
    transpose: {
      operand: ({ operand, startIndices, strides, ct }, b) => {
        const { element, shape } = tensorTypeOf(operand);
        const taken = spansOf(sizesOf(ct, startIndices, b), strides, b);
        const high = b.subtract(b.subtract(sizesOf(operand, startIndices, b), startIndices), taken);
        const gaps = b.subtract(strides, b.ones(tensorTypeOf(strides)));
        return b.dynamicPad(ct, b.scalar(element, 0), startIndices, high, gaps, { shape });
      },
    },
  },
  batch: ({ operand, startIndices, limitIndices, strides, shape, size }, b) => {
    if (differ(startIndices, limitIndices, strides) || !operand.batched) return 'loop';
    return b.realDynamicSlice(
      operand.value,
      withBatchEntry(startIndices.value, 0, b),
      withBatchSize(limitIndices.value, size, operand.value, b),
      withBatchEntry(strides.value, 1, b),
      { shape: [size, ...shape] },
    );
  },
  lower: () => opaque('real_dynamic_slice'),
  assembly: 'operands attrs type(functional)',
});
