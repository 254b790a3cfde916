import { indexExpr } from '../../algebra/index.ts';
import { coordinatesOf, flatIndex } from '../../evaluate/index-space.ts';
import { anyTensor, attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { addDims, ceilDivDims, type Dim, dimAtLeast, multiplyDims, subtractDims } from '../../types/dim.ts';
import { allocate, writeElement } from '../../types/element.ts';
import { elementAt } from '../../types/literal.ts';
import { showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';

/**
 * Elements at `startIndices` + i * `strides`, below `limitIndices`. In a trace a limit may be a size that arrives with the data, for axes
 * that are taken whole beside ones that are cut. Source: StableHLO specification, slice.
 */
export const slice: Primitive = definePrimitive({
  name: 'stablehlo.slice',
  operands: { operand: anyTensor },
  attributes: { startIndices: attr.ints(), limitIndices: attr.ints(), strides: attr.ints() },
  constraints: {
    c2: ({ operand, startIndices, limitIndices, strides }) =>
      [startIndices, limitIndices, strides].every((l) => l.length === operand.rank) ||
      `startIndices, limitIndices and strides must have ${operand.rank} entries`,
    c3: ({ operand, startIndices, limitIndices }) =>
      startIndices.every((s, i) => s >= 0 && dimAtLeast(limitIndices[i], s) && dimAtLeast(operand.shape[i], limitIndices[i])) ||
      `0 <= start <= limit <= size must hold on each axis; got ${showShape(startIndices)} to ${showShape(limitIndices)} of ${showShape(operand.shape)}`,
    c4: ({ strides }) => strides.every((s) => s > 0) || `strides must be positive; got ${showShape(strides)}`,
  },
  infer: ({ operand, startIndices, limitIndices, strides }) =>
    tensorType(
      operand.element,
      startIndices.map((s, i) => ceilDivDims(subtractDims(limitIndices[i], s), strides[i])),
    ),
  evaluate: ({ operand, startIndices, strides }, { resultTypes }) => {
    const type = resultTypes[0] as TensorType;
    const from = staticShape(operand.type);
    const data = allocate(type.element, type.size);
    let i = 0;
    for (const index of coordinatesOf(staticShape(type))) {
      const source = index.map((k, axis) => startIndices[axis] + k * strides[axis]);
      writeElement(type.element, data, i++, elementAt(operand, flatIndex(source, from)));
    }
    return { type, data };
  },
  derivative: {
    linear: 'jointly',
    transpose: {
      operand: ({ operand, startIndices, strides, ct }, b) => {
        const { shape, element } = operand.type as TensorType;
        const taken = (ct.type as TensorType).shape;
        const last = startIndices.map((s, i): Dim => (taken[i] === 0 ? s : addDims(s + 1, multiplyDims(subtractDims(taken[i], 1), strides[i]))));
        return b.pad(ct, b.scalar(element, 0), {
          edgePaddingLow: startIndices,
          edgePaddingHigh: last.map((l, i) => subtractDims(shape[i], l) as number),
          interiorPadding: strides.map((s) => s - 1),
        });
      },
    },
  },
  batch: ({ operand, startIndices, limitIndices, strides, size }, b) =>
    b.slice(operand.value, { startIndices: [0, ...startIndices], limitIndices: [size as number, ...limitIndices], strides: [1, ...strides] }),
  lower: ({ startIndices, strides }) => ({
    form: 'move',
    parts: [{ source: 0, map: startIndices.map((s, axis) => indexExpr([{ axis, coefficient: strides[axis] }], s)) }],
  }),
  assembly: '$operand custom(sliceRanges) attrs type(functional)',
});
