import { anyTensor, attr, definePrimitive, type Primitive, withDefault } from '../../primitive/index.ts';
import { sameDim } from '../../types/dim.ts';
import { showShape, type TensorType } from '../../types/type.ts';
import { batchOf, isAxes, isUnique, shiftAxes, tensorTypeOf } from '../values.ts';
import { broadcastMove, broadcastType, evaluateBroadcast, sumBroadcast } from './broadcast-in-dim.ts';
import { actualType, differ, entryEachAxis, integersOf, shapeTensor, withBatchSize } from './dynamic-shape.ts';

/** broadcast_in_dim to a shape that is an operand. Source: StableHLO specification, dynamic_broadcast_in_dim. */
export const dynamicBroadcastInDim: Primitive = definePrimitive({
  name: 'stablehlo.dynamic_broadcast_in_dim',
  operands: { operand: anyTensor, outputDimensions: shapeTensor },
  attributes: {
    broadcastDimensions: attr.ints(),
    knownExpandingDimensions: withDefault(attr.ints(), []),
    knownNonexpandingDimensions: withDefault(attr.ints(), []),
    shape: attr.resultShape(),
  },
  constraints: {
    c2: ({ operand, broadcastDimensions }) =>
      broadcastDimensions.length === operand.rank || `broadcastDimensions must have ${operand.rank} entries; got ${broadcastDimensions.length}`,
    c3: ({ broadcastDimensions, shape }) =>
      isAxes(broadcastDimensions, shape.length) || `broadcastDimensions ${showShape(broadcastDimensions)} must be axes of the result ${showShape(shape)}`,
    c4: ({ broadcastDimensions }) => isUnique(broadcastDimensions) || `broadcastDimensions ${showShape(broadcastDimensions)} must be unique`,
    c5: ({ operand, broadcastDimensions, shape }) =>
      operand.shape.every((d, i) => d === 1 || sameDim(d, shape[broadcastDimensions[i]])) ||
      `operand ${showShape(operand.shape)} does not broadcast to ${showShape(shape)}`,
    c7: ({ outputDimensions, shape }) => entryEachAxis(outputDimensions, shape.length),
    c8: ({ knownExpandingDimensions, knownNonexpandingDimensions }) =>
      isUnique([...knownExpandingDimensions, ...knownNonexpandingDimensions]) || 'knownExpandingDimensions and knownNonexpandingDimensions must be unique',
    c9: ({ operand, knownExpandingDimensions }) =>
      isAxes(knownExpandingDimensions, operand.rank) || `knownExpandingDimensions ${showShape(knownExpandingDimensions)} must be axes of the operand`,
    c10: ({ operand, knownNonexpandingDimensions }) =>
      isAxes(knownNonexpandingDimensions, operand.rank) || `knownNonexpandingDimensions ${showShape(knownNonexpandingDimensions)} must be axes of the operand`,
  },
  infer: ({ operand, broadcastDimensions, shape }) => broadcastType(operand.element, broadcastDimensions, shape),
  evaluate: ({ operand, outputDimensions, broadcastDimensions }, { resultTypes }) => {
    const type = actualType('dynamic_broadcast_in_dim', (resultTypes[0] as TensorType).element, integersOf(outputDimensions), resultTypes[0] as TensorType);
    return evaluateBroadcast(operand, broadcastDimensions, type);
  },
  derivative: {
    linear: 'jointly',
    transpose: { operand: ({ operand, broadcastDimensions, ct }, b) => sumBroadcast(ct, tensorTypeOf(operand), broadcastDimensions, b) },
  },
  batch: ({ operand, outputDimensions, broadcastDimensions, shape, size }, b) => {
    if (differ(outputDimensions)) return 'loop';
    const whole = batchOf(operand, size, b);
    return b.dynamicBroadcastInDim(whole, withBatchSize(outputDimensions.value, size, whole, b), {
      broadcastDimensions: [0, ...shiftAxes(broadcastDimensions)],
      shape: [size, ...shape],
    });
  },
  // The shape operand says again what the result's type says, wherever that is known.
  lower: ({ operand, broadcastDimensions }) => broadcastMove(operand.shape, broadcastDimensions),
  assembly: '$operand , $outputDimensions , dims = $broadcastDimensions attrs type(functional)',
});
