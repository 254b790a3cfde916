import { opaque } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { failure } from '../../errors/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { symbol } from '../../types/dim.ts';
import { showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { axesOf, batchOf, tensorTypeOf } from '../values.ts';
import { actualType, differ, entryEachAxis, integersOf, shapeTensor, sizesOf, spansOf, withBatchEntry } from './dynamic-shape.ts';
import { evaluatePad } from './pad.ts';

/** pad with paddings that are operands. Source: StableHLO specification, dynamic_pad. */
export const dynamicPad: Primitive = definePrimitive({
  name: 'stablehlo.dynamic_pad',
  operands: { operand: anyTensor, paddingValue: anyTensor, edgePaddingLow: shapeTensor, edgePaddingHigh: shapeTensor, interiorPadding: shapeTensor },
  attributes: { shape: attr.resultShape() },
  constraints: {
    c1: ({ operand, paddingValue }) =>
      (paddingValue.rank === 0 && paddingValue.element === operand.element) ||
      `paddingValue must be a scalar of ${operand.element.name}; got ${paddingValue.type}`,
    c2: ({ operand, edgePaddingLow, edgePaddingHigh, interiorPadding }) => {
      const wrong = [edgePaddingLow, edgePaddingHigh, interiorPadding].map((l) => entryEachAxis(l, operand.rank)).find((answer) => answer !== true);
      return wrong ?? true;
    },
    c4: ({ operand, shape }) => shape.length === operand.rank || `the result ${showShape(shape)} must have rank ${operand.rank}`,
  },
  infer: ({ operand, shape }) => tensorType(operand.element, shape),
  evaluate: ({ operand, paddingValue, edgePaddingLow, edgePaddingHigh, interiorPadding }, { resultTypes }) => {
    const [low, high, interior] = [edgePaddingLow, edgePaddingHigh, interiorPadding].map(integersOf);
    if (interior.some((p) => p < 0))
      throw failure('evaluation', { op: 'dynamic_pad', message: `interiorPadding must not be negative; got ${showShape(interior)} (c3)` });
    const shape = staticShape(operand.type).map((d, i) => low[i] + d + Math.max(d - 1, 0) * interior[i] + high[i]);
    return evaluatePad(operand, paddingValue, low, interior, actualType('dynamic_pad', operand.type.element, shape, resultTypes[0] as TensorType));
  },
  derivative: {
    linear: 'jointly',
    transpose: {
      operand: ({ operand, edgePaddingLow, edgePaddingHigh, interiorPadding, ct }, b) =>
        unpad(ct, operand, [edgePaddingLow, edgePaddingHigh, interiorPadding], b),
      paddingValue: ({ operand, edgePaddingLow, edgePaddingHigh, interiorPadding, ct }, b) => {
        const kept = unpad(ct, operand, [edgePaddingLow, edgePaddingHigh, interiorPadding], b);
        const axes = axesOf(tensorTypeOf(operand).rank);
        return b.subtract(b.sum(ct, axes), b.sum(kept, axes));
      },
    },
  },
  batch: ({ operand, paddingValue, edgePaddingLow, edgePaddingHigh, interiorPadding, shape, size }, b) => {
    if (differ(edgePaddingLow, edgePaddingHigh, interiorPadding, paddingValue)) return 'loop';
    const [low, high, interior] = [edgePaddingLow, edgePaddingHigh, interiorPadding].map((l) => withBatchEntry(l.value, 0, b));
    return b.dynamicPad(batchOf(operand, size, b), paddingValue.value, low, high, interior, { shape: [size, ...shape] });
  },
  lower: () => opaque('dynamic_pad'),
  assembly: 'operands attrs type(functional)',
});

/** The elements of a padded tensor that came from the operand; those that negative edges dropped are zero. */
function unpad(ct: Value, operand: Value, [low, high, interior]: readonly [Value, Value, Value], b: Methods): Value {
  const { element, shape } = tensorTypeOf(operand);
  const list = tensorTypeOf(low);
  const zeros = b.zeros(list);
  const negative = (x: Value): Value => b.maximum(b.negate(x), zeros);
  // How much negative edges dropped is not known before they are.
  const full = b.dynamicPad(ct, b.scalar(element, 0), negative(low), negative(high), zeros, { shape: shape.map(() => symbol()) });
  const start = b.maximum(low, zeros);
  const strides = b.add(interior, b.ones(list));
  return b.realDynamicSlice(full, start, b.add(start, spansOf(sizesOf(operand, low, b), strides, b)), strides, { shape });
}
