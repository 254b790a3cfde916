import { opaque } from '../../algebra/index.ts';
import { failure } from '../../errors/index.ts';
import { anyTensor, attr, definePrimitive, integer, type Primitive, withDefault } from '../../primitive/index.ts';
import { type Dim, isStatic } from '../../types/dim.ts';
import { type Shape, sameShape, showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { actualType, entryEachAxis, integersOf, shapeTensor } from '../shape/dynamic-shape.ts';
import { isAxes, isSorted, isUnique, tensorTypeOf } from '../values.ts';
import { batchGather, clampIndices, evaluateGather, numberConstraints } from './gather.ts';
import { asScatter, type GatherNumbers, gatheredShape, gatherNumbers, windowAxes } from './gather-numbers.ts';

/** Sizes of the windows as far as the result's shape tells: 1 on the axes that it does not have. */
const windowOf = (operandRank: number, result: Shape, n: GatherNumbers): Dim[] => {
  const kept = windowAxes(operandRank, n);
  return Array.from({ length: operandRank }, (_, axis) => (kept.includes(axis) ? result[n.offsetDims[kept.indexOf(axis)]] : 1));
};

/** gather with slice sizes that are an operand. Source: StableHLO specification, dynamic_gather. */
export const dynamicGather: Primitive = definePrimitive({
  name: 'stablehlo.dynamic_gather',
  operands: { operand: anyTensor, startIndices: integer, sliceSizes: shapeTensor },
  attributes: { dimensionNumbers: gatherNumbers, indicesAreSorted: withDefault(attr.boolean(), false), shape: attr.resultShape() },
  constraints: {
    c1: ({ operand, dimensionNumbers: n }) => numberConstraints.c1({ operand, n }),
    c2: ({ startIndices, dimensionNumbers: n }) => numberConstraints.c2({ startIndices, n }),
    c3: ({ startIndices, dimensionNumbers: n }) => numberConstraints.c3({ startIndices, n }),
    c4: ({ dimensionNumbers: n }) => numberConstraints.c4({ n }),
    c5: ({ startIndices, dimensionNumbers: n }) => numberConstraints.c5({ startIndices, n }),
    c6: ({ dimensionNumbers: n }) =>
      (isUnique([...n.collapsedSliceDims, ...n.operandBatchingDims]) && isSorted(n.collapsedSliceDims)) ||
      `collapsedSliceDims ${showShape(n.collapsedSliceDims)} must be unique and ascending`,
    c7: ({ operand, dimensionNumbers: n }) =>
      isAxes(n.collapsedSliceDims, operand.rank) || `collapsedSliceDims ${showShape(n.collapsedSliceDims)} must be axes of the operand`,
    c9: ({ dimensionNumbers: n }) => isUnique([...n.startIndexMap, ...n.operandBatchingDims]) || `startIndexMap ${showShape(n.startIndexMap)} must be unique`,
    c10: ({ operand, dimensionNumbers: n }) =>
      isAxes(n.startIndexMap, operand.rank) || `startIndexMap ${showShape(n.startIndexMap)} must be axes of the operand`,
    c11: ({ operand, sliceSizes }) => entryEachAxis(sliceSizes, operand.rank),
    c13: ({ operand, startIndices, dimensionNumbers: n, shape }) => {
      const wanted = gatheredShape(startIndices.shape, windowOf(operand.rank, shape, n), n);
      return (wanted.length === shape.length && sameShape(wanted, shape)) || `the result must have shape ${showShape(wanted)}; got ${showShape(shape)}`;
    },
  },
  infer: ({ operand, shape }) => tensorType(operand.element, shape),
  evaluate: ({ operand, startIndices, sliceSizes, dimensionNumbers: n }, { resultTypes }) => {
    const sizes = integersOf(sliceSizes);
    const from = staticShape(operand.type);
    const fits = sizes.every((s, d) => s >= 0 && s <= from[d]) && [...n.collapsedSliceDims, ...n.operandBatchingDims].every((d) => sizes[d] <= 1);
    if (!fits)
      throw failure('evaluation', { op: 'dynamic_gather', message: `sliceSizes ${showShape(sizes)} do not fit the operand ${showShape(from)} (c8, c12)` });
    const shape = gatheredShape(startIndices.type.shape, sizes, n) as number[];
    return evaluateGather(operand, startIndices, n, sizes, actualType('dynamic_gather', operand.type.element, shape, resultTypes[0] as TensorType));
  },
  derivative: {
    linear: 'jointly',
    transpose: {
      operand: ({ operand, startIndices, dimensionNumbers: n, indicesAreSorted, ct }, b) => {
        const type = tensorTypeOf(operand);
        const indices = clampIndices(startIndices, type.shape, n, windowOf(type.rank, tensorTypeOf(ct).shape, n), b);
        const updateComputation = b.combiner('add', type.element);
        return b.scatter([b.zeros(type)], indices, [ct], { scatterDimensionNumbers: asScatter(n), indicesAreSorted, updateComputation })[0];
      },
    },
  },
  batch: ({ operand, startIndices, sliceSizes, dimensionNumbers, indicesAreSorted, shape, size }, b) => {
    const window = windowOf(operand.type.rank, shape, dimensionNumbers);
    // Sizes that are known from the result need not be read.
    if (sliceSizes.batched || !window.every(isStatic)) return 'loop';
    return batchGather({ operand, startIndices, dimensionNumbers, sliceSizes: window, indicesAreSorted, size }, b);
  },
  lower: () => opaque('dynamic_gather'),
});
