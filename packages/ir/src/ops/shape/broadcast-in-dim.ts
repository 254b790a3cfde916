import { axisIndex, constantIndex, type MoveForm } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { buildByIndex, flatIndex } from '../../evaluate/index-space.ts';
import { anyTensor, attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { sameDim } from '../../types/dim.ts';
import type { ElementType } from '../../types/element.ts';
import { elementAt, type Literal } from '../../types/literal.ts';
import { type Shape, showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { onQuantizedAxis, quantizedAxis } from '../quantized/scales.ts';
import { otherAxes, tensorTypeOf } from '../values.ts';

/** Elements of the operand, position 0 along axes of size 1. */
export function evaluateBroadcast(operand: Literal, broadcastDimensions: readonly number[], type: TensorType): Literal {
  const from = staticShape(operand.type);
  return buildByIndex(type, (index) => {
    const source = from.map((d, axis) => (d === 1 ? 0 : index[broadcastDimensions[axis]]));
    return elementAt(operand, flatIndex(source, from));
  });
}

/** The type of a broadcast; the quantized axis of the operand becomes an axis of the result. */
export function broadcastType(element: ElementType, broadcastDimensions: readonly number[], shape: Shape): TensorType {
  const axis = broadcastDimensions[quantizedAxis(element)] ?? -1;
  return tensorType(onQuantizedAxis(element, axis, shape[axis]), shape);
}

/** Where each element of a broadcast comes from. */
export const broadcastMove = (from: Shape, broadcastDimensions: readonly number[]): MoveForm => ({
  form: 'move',
  parts: [{ source: 0, map: from.map((d, i) => (d === 1 ? constantIndex(0) : axisIndex(broadcastDimensions[i]))) }],
});

/** The adjoint of a broadcast: sums over the axes along which the operand was repeated. */
export function sumBroadcast(ct: Value, operand: TensorType, broadcastDimensions: readonly number[], b: Methods): Value {
  const from = operand.shape;
  const { shape } = tensorTypeOf(ct);
  const kept = broadcastDimensions.filter((d, i) => from[i] === shape[d] || from[i] !== 1);
  const summed = b.sum(ct, otherAxes(shape.length, kept));
  // What is left has the kept axes in the result's order; the operand may have them in another.
  const order = [...kept].sort((x, y) => x - y);
  const permutation = kept.map((d) => order.indexOf(d));
  const ordered = permutation.every((p, i) => p === i) ? summed : b.transpose(summed, { permutation });
  return b.reshapeTo(ordered, from);
}

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
  infer: ({ operand, broadcastDimensions, shape }) => broadcastType(operand.element, broadcastDimensions, shape),
  evaluate: ({ operand, broadcastDimensions }, { resultTypes }) => evaluateBroadcast(operand, broadcastDimensions, resultTypes[0] as TensorType),
  derivative: {
    linear: 'jointly',
    transpose: { operand: ({ operand, broadcastDimensions, ct }, b) => sumBroadcast(ct, tensorTypeOf(operand), broadcastDimensions, b) },
  },
  batch: ({ operand, broadcastDimensions, shape, size }, b) =>
    b.broadcastInDim(operand.value, { shape: [size, ...shape], broadcastDimensions: [0, ...broadcastDimensions.map((d) => d + 1)] }),
  lower: ({ operand, broadcastDimensions }) => broadcastMove(operand.shape, broadcastDimensions),
  assembly: '$operand , dims = $broadcastDimensions attrs type(functional)',
});
