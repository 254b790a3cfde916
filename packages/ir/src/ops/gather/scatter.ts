import { opaque } from '../../algebra/index.ts';
import { convertElement } from '../../evaluate/arithmetic/convert.ts';
import { coordinatesOf, flatIndex, within } from '../../evaluate/index-space.ts';
import { anyTensor, attr, definePrimitive, integer, type Primitive, type RegionCall, variadic, withDefault } from '../../primitive/index.ts';
import { dimAtLeast, sameDim } from '../../types/dim.ts';
import { allocate, type ElementValue, writeElement } from '../../types/element.ts';
import { elementAt, type Literal, scalarLiteral } from '../../types/literal.ts';
import { sameShape, showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { bodyElements, combinesElements, usesBatch } from '../regions.ts';
import { batchOf, isAxes, isSorted, isUnique, shiftAxes } from '../values.ts';
import { asGather, gatheredShape, placesOf, type ScatterNumbers, scatterNumbers, windowAxes } from './gather-numbers.ts';
import { scatterCotangents } from './scatter-cotangents.ts';

/** Updates in row-major order, so that of several replacements of one element the last wins. Elements outside the inputs are skipped. */
function evaluateScatter(
  inputs: readonly Literal[],
  indices: Literal,
  updates: readonly Literal[],
  n: ScatterNumbers,
  body: RegionCall,
  types: readonly TensorType[],
): Literal[] {
  const shape = staticShape(inputs[0].type);
  const results = types.map((type, k) => {
    const data = allocate(type.element, type.size);
    for (let i = 0; i < type.size; i++) writeElement(type.element, data, i, convertElement(inputs[k].type.element, type.element, elementAt(inputs[k], i)));
    return { type, data };
  });
  const placeOf = placesOf(indices, shape.length, updates[0].type.rank, asGather(n));
  let position = -1;
  for (const index of coordinatesOf(staticShape(updates[0].type))) {
    position++;
    const { start, offset } = placeOf(index);
    const target = start.map((s, d) => s + offset[d]);
    if (!within(target, shape)) continue;
    const at = flatIndex(target, shape);
    const scalar = (type: TensorType, value: ElementValue): Literal => scalarLiteral(type.element, value);
    const olds = results.map((r) => scalar(r.type, elementAt(r, at)));
    const news = updates.map((u, k) => scalar(types[k], convertElement(u.type.element, types[k].element, elementAt(u, position))));
    const values = body(...olds, ...news) as Literal[];
    results.forEach((r, k) => writeElement(r.type.element, r.data, at, elementAt(values[k], 0)));
  }
  return results;
}

/**
 * Copies of `inputs` in which windows that start at index vectors of `scatterIndices` are combined with `updates` by `updateComputation`;
 * elements of a window outside the inputs are skipped. Source: StableHLO specification, scatter.
 */
export const scatter: Primitive = definePrimitive({
  name: 'stablehlo.scatter',
  operands: { inputs: variadic(anyTensor), scatterIndices: integer, updates: variadic(anyTensor) },
  attributes: {
    scatterDimensionNumbers: scatterNumbers,
    indicesAreSorted: withDefault(attr.boolean(), false),
    uniqueIndices: withDefault(attr.boolean(), false),
  },
  regions: { updateComputation: 'one' },
  results: 'variadic',
  constraints: {
    c5: ({ inputs }) => inputs.length > 0 || 'at least one input is needed',
    c1: ({ inputs }) =>
      inputs.every((x) => sameShape(x.shape, inputs[0].shape)) || `inputs must have one shape; got ${inputs.map((x) => showShape(x.shape)).join(', ')}`,
    c2: ({ inputs, scatterDimensionNumbers: n }) =>
      inputs[0].rank === n.updateWindowDims.length + n.insertedWindowDims.length + n.inputBatchingDims.length ||
      `updateWindowDims, insertedWindowDims and inputBatchingDims must have ${inputs[0].rank} entries together, one for each axis of the inputs`,
    c3: ({ updates }) =>
      updates.every((u) => sameShape(u.shape, updates[0].shape)) || `updates must have one shape; got ${updates.map((u) => showShape(u.shape)).join(', ')}`,
    c6: ({ inputs, updates }) => updates.every((u, i) => u.element === inputs[i].element) || "each update must have its input's element type",
    c7: ({ scatterDimensionNumbers: n }) =>
      (isUnique(n.updateWindowDims) && isSorted(n.updateWindowDims)) || `updateWindowDims ${showShape(n.updateWindowDims)} must be unique and ascending`,
    c8: ({ updates, scatterDimensionNumbers: n }) =>
      isAxes(n.updateWindowDims, updates[0].rank) || `updateWindowDims ${showShape(n.updateWindowDims)} must be axes of the updates`,
    c9: ({ scatterDimensionNumbers: n }) =>
      isUnique([...n.insertedWindowDims, ...n.inputBatchingDims]) || 'insertedWindowDims and inputBatchingDims must be unique',
    c10: ({ scatterDimensionNumbers: n }) => isSorted(n.insertedWindowDims) || `insertedWindowDims ${showShape(n.insertedWindowDims)} must be ascending`,
    c11: ({ inputs, scatterDimensionNumbers: n }) =>
      isAxes(n.insertedWindowDims, inputs[0].rank) || `insertedWindowDims ${showShape(n.insertedWindowDims)} must be axes of the inputs`,
    c12: ({ scatterDimensionNumbers: n }) => isSorted(n.inputBatchingDims) || `inputBatchingDims ${showShape(n.inputBatchingDims)} must be ascending`,
    c13: ({ inputs, scatterDimensionNumbers: n }) =>
      isAxes(n.inputBatchingDims, inputs[0].rank) || `inputBatchingDims ${showShape(n.inputBatchingDims)} must be axes of the inputs`,
    c14: ({ scatterDimensionNumbers: n }) =>
      isUnique(n.scatterIndicesBatchingDims) || `scatterIndicesBatchingDims ${showShape(n.scatterIndicesBatchingDims)} must be unique`,
    c15: ({ scatterIndices, scatterDimensionNumbers: n }) =>
      isAxes(n.scatterIndicesBatchingDims, scatterIndices.rank) ||
      `scatterIndicesBatchingDims ${showShape(n.scatterIndicesBatchingDims)} must be axes of the indices`,
    c22: ({ scatterIndices, scatterDimensionNumbers: n }) =>
      (n.indexVectorDim >= 0 && n.indexVectorDim <= scatterIndices.rank) ||
      `indexVectorDim ${n.indexVectorDim} must be at least 0 and at most ${scatterIndices.rank}`,
    c16: ({ scatterDimensionNumbers: n }) =>
      !n.scatterIndicesBatchingDims.includes(n.indexVectorDim) || `indexVectorDim ${n.indexVectorDim} must not be a batching axis`,
    c17: ({ scatterDimensionNumbers: n }) =>
      n.inputBatchingDims.length === n.scatterIndicesBatchingDims.length || 'inputBatchingDims and scatterIndicesBatchingDims must have one length',
    c18: ({ inputs, scatterIndices, scatterDimensionNumbers: n }) =>
      n.inputBatchingDims.every((d, i) => sameDim(inputs[0].shape[d], scatterIndices.shape[n.scatterIndicesBatchingDims[i]])) ||
      `sizes of batching axes differ: inputs ${showShape(inputs[0].shape)}, indices ${showShape(scatterIndices.shape)}`,
    c19: ({ scatterIndices, scatterDimensionNumbers: n }) => {
      const length = n.indexVectorDim < scatterIndices.rank ? scatterIndices.shape[n.indexVectorDim] : 1;
      return (
        sameDim(length, n.scatterDimsToOperandDims.length) ||
        `scatterDimsToOperandDims must have ${length} entries, the length of an index vector; got ${n.scatterDimsToOperandDims.length}`
      );
    },
    c20: ({ scatterDimensionNumbers: n }) =>
      isUnique([...n.scatterDimsToOperandDims, ...n.inputBatchingDims]) || 'scatterDimsToOperandDims and inputBatchingDims must be unique',
    c21: ({ inputs, scatterDimensionNumbers: n }) =>
      isAxes(n.scatterDimsToOperandDims, inputs[0].rank) || `scatterDimsToOperandDims ${showShape(n.scatterDimsToOperandDims)} must be axes of the inputs`,
    c4: ({ inputs, scatterIndices, updates, scatterDimensionNumbers: n }) => {
      const kept = windowAxes(inputs[0].rank, asGather(n));
      const window = inputs[0].shape.map((d, axis) => (kept.includes(axis) ? updates[0].shape[n.updateWindowDims[kept.indexOf(axis)]] : d));
      const wanted = gatheredShape(scatterIndices.shape, window, asGather(n));
      if (wanted.length !== updates[0].rank || !sameShape(wanted, updates[0].shape))
        return `updates must have shape ${showShape(wanted)}; got ${showShape(updates[0].shape)}`;
      return window.every((w, d) => dimAtLeast(inputs[0].shape[d], w)) || `windows ${showShape(window)} must be at most ${showShape(inputs[0].shape)}`;
    },
    c23: ({ inputs, updateComputation }) => combinesElements('updateComputation', updateComputation, inputs),
  },
  infer: ({ inputs, updateComputation }) => bodyElements(updateComputation).map((e) => tensorType(e, inputs[0].shape)),
  evaluate: ({ inputs, scatterIndices, updates, scatterDimensionNumbers, updateComputation }, { resultTypes }) =>
    evaluateScatter(inputs, scatterIndices, updates, scatterDimensionNumbers, updateComputation, resultTypes as TensorType[]),
  derivative: { vjp: (args, b) => scatterCotangents(args, b) },
  batch: ({ inputs, scatterIndices, updates, scatterDimensionNumbers: n, indicesAreSorted, uniqueIndices, updateComputation, size }, b) => {
    if (usesBatch(updateComputation)) return 'loop';
    const numbers = {
      ...n,
      insertedWindowDims: shiftAxes(n.insertedWindowDims),
      inputBatchingDims: shiftAxes(n.inputBatchingDims),
      scatterDimsToOperandDims: shiftAxes(n.scatterDimsToOperandDims),
    };
    // One batch axis of the indices is a batching axis; where indices are shared, the batch axis is the first axis of every window.
    const scatterDimensionNumbers = scatterIndices.batched
      ? {
          ...numbers,
          updateWindowDims: shiftAxes(n.updateWindowDims),
          inputBatchingDims: [0, ...numbers.inputBatchingDims],
          scatterIndicesBatchingDims: [0, ...shiftAxes(n.scatterIndicesBatchingDims)],
          indexVectorDim: n.indexVectorDim + 1,
        }
      : { ...numbers, updateWindowDims: [0, ...shiftAxes(n.updateWindowDims)] };
    return b.scatter(
      inputs.map((x) => batchOf(x, size, b)),
      scatterIndices.value,
      updates.map((u) => batchOf(u, size, b)),
      { scatterDimensionNumbers, indicesAreSorted: indicesAreSorted && !scatterIndices.batched, uniqueIndices, updateComputation },
    );
  },
  lower: () => opaque('scatter'),
});
