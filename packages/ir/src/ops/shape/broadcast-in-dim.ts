import { axisIndex, constantIndex } from '../../algebra/index.ts';
import { coordinatesOf, flatIndex } from '../../evaluate/index-space.ts';
import { anyTensor, attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { sameDim } from '../../types/dim.ts';
import { allocate, writeElement } from '../../types/element.ts';
import { elementAt } from '../../types/literal.ts';
import { showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';

/**
 * Repeats `operand` along new axes and along axes of size 1: result axis `broadcastDimensions[i]` is operand axis i.
 * Source: StableHLO specification, broadcast_in_dim.
 */
export const broadcastInDim: Primitive = definePrimitive({
  name: 'stablehlo.broadcast_in_dim',
  operands: { operand: anyTensor },
  attributes: { broadcastDimensions: attr.ints(), shape: attr.resultShape() },
  constraints: {
    c2: ({ operand, broadcastDimensions }) =>
      broadcastDimensions.length === operand.rank ||
      `broadcastDimensions must have ${operand.rank} entries, one for each operand axis; got ${broadcastDimensions.length}`,
    c3: ({ broadcastDimensions, shape }) =>
      broadcastDimensions.every((d) => d >= 0 && d < shape.length) ||
      `broadcastDimensions ${showShape(broadcastDimensions)} must be axes of the result ${showShape(shape)}`,
    c4: ({ broadcastDimensions }) =>
      new Set(broadcastDimensions).size === broadcastDimensions.length || `broadcastDimensions ${showShape(broadcastDimensions)} must be unique`,
    c5: ({ operand, broadcastDimensions, shape }) =>
      operand.shape.every((d, i) => d === 1 || sameDim(d, shape[broadcastDimensions[i]])) ||
      `operand ${showShape(operand.shape)} does not broadcast to ${showShape(shape)} along ${showShape(broadcastDimensions)}`,
  },
  infer: ({ operand, shape }) => tensorType(operand.element, shape),
  evaluate: ({ operand, broadcastDimensions }, { resultTypes }) => {
    const type = resultTypes[0] as TensorType;
    const from = staticShape(operand.type);
    const data = allocate(type.element, type.size);
    let i = 0;
    for (const index of coordinatesOf(staticShape(type))) {
      const source = from.map((d, axis) => (d === 1 ? 0 : index[broadcastDimensions[axis]]));
      writeElement(type.element, data, i++, elementAt(operand, flatIndex(source, from)));
    }
    return { type, data };
  },
  derivative: {
    linear: 'jointly',
    transpose: {
      operand: ({ operand, broadcastDimensions, shape, ct }, b) => {
        const from = (operand.type as TensorType).shape;
        const kept = broadcastDimensions.filter((d, i) => from[i] === shape[d]);
        const summed = b.sum(
          ct,
          shape.map((_, d) => d).filter((d) => !kept.includes(d)),
        );
        // What is left has the kept axes in the result's order; the operand may have them in another.
        const order = [...kept].sort((x, y) => x - y);
        const permutation = kept.map((d) => order.indexOf(d));
        const ordered = permutation.every((p, i) => p === i) ? summed : b.transpose(summed, { permutation });
        return b.reshapeTo(ordered, from);
      },
    },
  },
  batch: ({ operand, broadcastDimensions, shape, size }, b) =>
    b.broadcastInDim(operand.value, { shape: [size, ...shape], broadcastDimensions: [0, ...broadcastDimensions.map((d) => d + 1)] }),
  lower: ({ operand, broadcastDimensions }) => ({
    form: 'move',
    parts: [{ source: 0, map: operand.shape.map((d, i) => (d === 1 ? constantIndex(0) : axisIndex(broadcastDimensions[i]))) }],
  }),
  assembly: '$operand , dims = $broadcastDimensions attrs type(functional)',
});
