import { opaque, scalarInput } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { buildByIndex, flatIndex } from '../../evaluate/index-space.ts';
import { type Arg, anyTensor, attr, type Batched, definePrimitive, integer, type Primitive, withDefault } from '../../primitive/index.ts';
import { type Dim, dimAtLeast, isStatic, sameDim, subtractDims } from '../../types/dim.ts';
import { type ElementType, isInteger } from '../../types/element.ts';
import { buildLiteral, elementAt, elementValue, type Literal } from '../../types/literal.ts';
import { type Shape, showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { batchOf, isAxes, isSorted, isUnique, shiftAxes, tensorTypeOf } from '../values.ts';
import { asScatter, type GatherNumbers, gatheredShape, gatherNumbers, placesOf } from './gather-numbers.ts';

/** Elements of the operand at the clamped start of each window. */
export function evaluateGather(operand: Literal, indices: Literal, n: GatherNumbers, sliceSizes: readonly number[], type: TensorType): Literal {
  const from = staticShape(operand.type);
  const placeOf = placesOf(indices, from.length, type.rank, n);
  return buildByIndex(type, (index) => {
    const { start, offset } = placeOf(index);
    const source = start.map((s, d) => Math.min(Math.max(s, 0), from[d] - sliceSizes[d]) + offset[d]);
    return elementAt(operand, flatIndex(source, from));
  });
}

const largest = (element: ElementType): number => (isInteger(element) ? 2 ** (element.bits - (element.kind === 'signed' ? 1 : 0)) - 1 : 0);

/** Indices brought into the range where a window of `sliceSizes` fits: what gather does before it reads. */
export function clampIndices(indices: Value, operand: Shape, n: GatherNumbers, sliceSizes: Shape, b: Methods): Value {
  const type = tensorTypeOf(indices);
  if (n.startIndexMap.length === 0) return indices;
  const limits = n.startIndexMap.map((d) => subtractDims(operand[d], sliceSizes[d]));
  if (!limits.every(isStatic)) return indices; // sizes are not known yet: the caller checks its indices
  const highest = limits.map((limit) => Math.min(limit, largest(type.element)));
  const constant = b.constant(buildLiteral(tensorType(type.element, [highest.length]), (k) => elementValue(type.element, highest[k])));
  const axis = n.indexVectorDim < type.rank ? [n.indexVectorDim] : [];
  const limit = b.broadcast(axis.length ? constant : b.reshape(constant, { shape: [] }), type.shape, axis);
  return b.pointwise(scalarInput(0).max(0).min(scalarInput(1)), [indices, limit]);
}

/** Conditions on dimension numbers that gather and dynamic_gather share; labels are gather's. */
export const numberConstraints = {
  c1: ({ operand, n }: { operand: Arg; n: GatherNumbers }): boolean | string =>
    operand.rank === n.offsetDims.length + n.collapsedSliceDims.length + n.operandBatchingDims.length ||
    `offsetDims, collapsedSliceDims and operandBatchingDims must have ${operand.rank} entries together, one for each axis of the operand`,
  c2: ({ startIndices, n }: { startIndices: Arg; n: GatherNumbers }): boolean | string =>
    (n.indexVectorDim >= 0 && n.indexVectorDim <= startIndices.rank) ||
    `indexVectorDim ${n.indexVectorDim} must be at least 0 and at most ${startIndices.rank}`,
  c3: ({ startIndices, n }: { startIndices: Arg; n: GatherNumbers }): boolean | string => {
    const length = n.indexVectorDim < startIndices.rank ? startIndices.shape[n.indexVectorDim] : 1;
    return sameDim(length, n.startIndexMap.length) || `startIndexMap must have ${length} entries, the length of an index vector; got ${n.startIndexMap.length}`;
  },
  c4: ({ n }: { n: GatherNumbers }): boolean | string =>
    (isUnique(n.offsetDims) && isSorted(n.offsetDims)) || `offsetDims ${showShape(n.offsetDims)} must be unique and ascending`,
  c5: ({ startIndices, n }: { startIndices: Arg; n: GatherNumbers }): boolean | string => {
    const rank = startIndices.rank - (n.indexVectorDim < startIndices.rank ? 1 : 0) + n.offsetDims.length;
    return isAxes(n.offsetDims, rank) || `offsetDims ${showShape(n.offsetDims)} must be axes of the result, which has ${rank}`;
  },
};

/**
 * Slices of `operand` that start at index vectors of `startIndices`; a start where the slice does not fit is moved until it fits.
 * Source: StableHLO specification, gather.
 */
export const gather: Primitive = definePrimitive({
  name: 'stablehlo.gather',
  operands: { operand: anyTensor, startIndices: integer },
  attributes: { dimensionNumbers: gatherNumbers, sliceSizes: attr.dims(), indicesAreSorted: withDefault(attr.boolean(), false) },
  constraints: {
    c1: ({ operand, dimensionNumbers: n }) => numberConstraints.c1({ operand, n }),
    c2: ({ startIndices, dimensionNumbers: n }) => numberConstraints.c2({ startIndices, n }),
    c3: ({ startIndices, dimensionNumbers: n }) => numberConstraints.c3({ startIndices, n }),
    c4: ({ dimensionNumbers: n }) => numberConstraints.c4({ n }),
    c5: ({ startIndices, dimensionNumbers: n }) => numberConstraints.c5({ startIndices, n }),
    c6: ({ dimensionNumbers: n }) =>
      isUnique([...n.collapsedSliceDims, ...n.operandBatchingDims]) || 'collapsedSliceDims and operandBatchingDims must be unique',
    c7: ({ dimensionNumbers: n }) => isSorted(n.collapsedSliceDims) || `collapsedSliceDims ${showShape(n.collapsedSliceDims)} must be ascending`,
    c8: ({ operand, dimensionNumbers: n }) =>
      isAxes(n.collapsedSliceDims, operand.rank) || `collapsedSliceDims ${showShape(n.collapsedSliceDims)} must be axes of the operand`,
    c20: ({ operand, sliceSizes }) => sliceSizes.length === operand.rank || `sliceSizes must have ${operand.rank} entries; got ${sliceSizes.length}`,
    c9: ({ dimensionNumbers: n, sliceSizes }) =>
      n.collapsedSliceDims.every((d) => dimAtLeast(1, sliceSizes[d])) || 'sliceSizes of collapsed axes must be at most 1',
    c10: ({ dimensionNumbers: n }) => isSorted(n.operandBatchingDims) || `operandBatchingDims ${showShape(n.operandBatchingDims)} must be ascending`,
    c11: ({ operand, dimensionNumbers: n }) =>
      isAxes(n.operandBatchingDims, operand.rank) || `operandBatchingDims ${showShape(n.operandBatchingDims)} must be axes of the operand`,
    c12: ({ dimensionNumbers: n, sliceSizes }) =>
      n.operandBatchingDims.every((d) => dimAtLeast(1, sliceSizes[d])) || 'sliceSizes of batching axes must be at most 1',
    c13: ({ dimensionNumbers: n }) =>
      isUnique(n.startIndicesBatchingDims) || `startIndicesBatchingDims ${showShape(n.startIndicesBatchingDims)} must be unique`,
    c14: ({ startIndices, dimensionNumbers: n }) =>
      isAxes(n.startIndicesBatchingDims, startIndices.rank) || `startIndicesBatchingDims ${showShape(n.startIndicesBatchingDims)} must be axes of the indices`,
    c15: ({ dimensionNumbers: n }) =>
      !n.startIndicesBatchingDims.includes(n.indexVectorDim) || `indexVectorDim ${n.indexVectorDim} must not be a batching axis`,
    c16: ({ dimensionNumbers: n }) =>
      n.operandBatchingDims.length === n.startIndicesBatchingDims.length || 'operandBatchingDims and startIndicesBatchingDims must have one length',
    c17: ({ operand, startIndices, dimensionNumbers: n }) =>
      n.operandBatchingDims.every((d, i) => sameDim(operand.shape[d], startIndices.shape[n.startIndicesBatchingDims[i]])) ||
      `sizes of batching axes differ: operand ${showShape(operand.shape)}, indices ${showShape(startIndices.shape)}`,
    c18: ({ dimensionNumbers: n }) => isUnique([...n.startIndexMap, ...n.operandBatchingDims]) || 'startIndexMap and operandBatchingDims must be unique',
    c19: ({ operand, dimensionNumbers: n }) =>
      isAxes(n.startIndexMap, operand.rank) || `startIndexMap ${showShape(n.startIndexMap)} must be axes of the operand`,
    c21: ({ operand, sliceSizes }) =>
      sliceSizes.every((s, d) => dimAtLeast(s, 0) && dimAtLeast(operand.shape[d], s)) ||
      `sliceSizes ${showShape(sliceSizes)} must be at most ${showShape(operand.shape)}`,
  },
  infer: ({ operand, startIndices, dimensionNumbers: n, sliceSizes }) => tensorType(operand.element, gatheredShape(startIndices.shape, sliceSizes, n)),
  evaluate: ({ operand, startIndices, dimensionNumbers, sliceSizes }, { resultTypes }) =>
    evaluateGather(operand, startIndices, dimensionNumbers, sliceSizes as readonly number[], resultTypes[0] as TensorType),
  derivative: {
    linear: 'jointly',
    transpose: {
      operand: ({ operand, startIndices, dimensionNumbers: n, sliceSizes, indicesAreSorted, ct }, b) => {
        const type = tensorTypeOf(operand);
        // Scatter skips what gather clamps, so the indices are clamped first.
        const indices = clampIndices(startIndices, type.shape, n, sliceSizes, b);
        return b.scatter([b.zeros(type)], indices, [ct], {
          scatterDimensionNumbers: asScatter(n),
          indicesAreSorted,
          updateComputation: b.combiner('add', type.element),
        })[0];
      },
    },
  },
  batch: (args, b) => batchGather(args, b),
  lower: () => opaque('gather'),
});

interface BatchArgs {
  readonly operand: Batched;
  readonly startIndices: Batched;
  readonly dimensionNumbers: GatherNumbers;
  readonly sliceSizes: Shape;
  readonly indicesAreSorted: boolean;
  readonly size: Dim;
}

export function batchGather({ operand, startIndices, dimensionNumbers: n, sliceSizes, size }: BatchArgs, b: Methods): Value {
  const ofOperand = { offsetDims: shiftAxes(n.offsetDims), collapsedSliceDims: shiftAxes(n.collapsedSliceDims), startIndexMap: shiftAxes(n.startIndexMap) };
  if (!startIndices.batched) {
    // The batch axis is taken whole, as the first axis of every window.
    const dimensionNumbers = { ...n, ...ofOperand, offsetDims: [0, ...ofOperand.offsetDims], operandBatchingDims: shiftAxes(n.operandBatchingDims) };
    return b.gather(operand.value, startIndices.value, { dimensionNumbers, sliceSizes: [size, ...sliceSizes] });
  }
  const indices = batchOf(startIndices, size, b);
  const ofIndices = { startIndicesBatchingDims: shiftAxes(n.startIndicesBatchingDims), indexVectorDim: n.indexVectorDim + 1 };
  if (!operand.batched) return b.gather(operand.value, indices, { dimensionNumbers: { ...n, ...ofIndices, offsetDims: ofOperand.offsetDims }, sliceSizes });
  return b.gather(operand.value, indices, {
    dimensionNumbers: {
      ...ofOperand,
      indexVectorDim: ofIndices.indexVectorDim,
      operandBatchingDims: [0, ...shiftAxes(n.operandBatchingDims)],
      startIndicesBatchingDims: [0, ...ofIndices.startIndicesBatchingDims],
    },
    sliceSizes: [1, ...sliceSizes],
  });
}
