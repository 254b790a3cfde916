import { opaque, scalarInput } from '../../algebra/index.ts';
import { buildByIndex, flatIndex, within } from '../../evaluate/index-space.ts';
import { anyTensor, definePrimitive, integer, type Primitive, variadic } from '../../primitive/index.ts';
import { dimAtLeast } from '../../types/dim.ts';
import { elementAt } from '../../types/literal.ts';
import { showShape, staticShape, tensorType } from '../../types/type.ts';
import { replacementRegion } from '../regions.ts';
import { batchOf, tensorTypeOf } from '../values.ts';
import { adjustedStarts, batchedStarts, sameScalars, zeroStart } from './dynamic-starts.ts';
import { asScatter } from './gather-numbers.ts';

/** `operand` with the slice that begins at `startIndices`, moved until it fits, replaced by `update`. Source: StableHLO specification, dynamic_update_slice. */
export const dynamicUpdateSlice: Primitive = definePrimitive({
  name: 'stablehlo.dynamic_update_slice',
  operands: { operand: anyTensor, update: anyTensor, startIndices: variadic(integer) },
  constraints: {
    c2: ({ operand, update }) =>
      operand.element === update.element || `operand and update must have one element type; got ${operand.element.name} and ${update.element.name}`,
    c3: ({ operand, update }) => operand.rank === update.rank || `update must have rank ${operand.rank}; got ${update.rank}`,
    c4: ({ operand, startIndices }) => startIndices.length === operand.rank || `startIndices must have ${operand.rank} entries; got ${startIndices.length}`,
    c5: ({ startIndices }) => sameScalars(startIndices),
    c6: ({ operand, update }) =>
      update.shape.every((d, i) => dimAtLeast(operand.shape[i], d)) || `update ${showShape(update.shape)} must be at most ${showShape(operand.shape)}`,
  },
  infer: ({ operand }) => operand.type,
  evaluate: ({ operand, update, startIndices }) => {
    const [shape, part] = [staticShape(operand.type), staticShape(update.type)];
    const starts = adjustedStarts(startIndices, shape, part);
    return buildByIndex(operand.type, (index) => {
      const inner = index.map((k, axis) => k - starts[axis]);
      return within(inner, part) ? elementAt(update, flatIndex(inner, part)) : elementAt(operand, flatIndex(index, shape));
    });
  },
  derivative: {
    linear: 'jointly',
    transpose: {
      operand: ({ update, startIndices, ct }, b) => b.dynamicUpdateSlice(ct, b.zeros(tensorTypeOf(update)), startIndices),
      update: ({ update, startIndices, ct }, b) => b.dynamicSlice(ct, startIndices, { sliceSizes: tensorTypeOf(update).shape }),
    },
  },
  batch: ({ operand, update, startIndices, size }, b) => {
    const [whole, parts] = [batchOf(operand, size, b), batchOf(update, size, b)];
    if (startIndices.length === 0) return parts;
    if (!startIndices.some((s) => s.batched)) return b.dynamicUpdateSlice(whole, parts, [zeroStart(startIndices, b), ...startIndices.map((s) => s.value)]);
    const { indices, numbers } = batchedStarts(startIndices, size, true, b);
    // Scatter skips a slice that does not fit; this operation moves it, so the starts are clamped first.
    const shape = staticShape(operand.type);
    const part = staticShape(update.type);
    const { element } = tensorTypeOf(indices);
    const limits = b.concatenate(
      shape.map((d, axis) => b.full(tensorType(element, [1]), d - part[axis])),
      { dimension: 0 },
    );
    const clamped = b.pointwise(scalarInput(0).min(scalarInput(1)).max(0), [indices, b.broadcast(limits, tensorTypeOf(indices).shape, [1])]);
    return b.scatter([whole], clamped, [parts], {
      scatterDimensionNumbers: asScatter(numbers),
      indicesAreSorted: false,
      uniqueIndices: true,
      updateComputation: replacementRegion(operand.type.element, b),
    })[0];
  },
  lower: () => opaque('dynamic_update_slice'),
  assembly: 'operands attrs type(functional)',
});
