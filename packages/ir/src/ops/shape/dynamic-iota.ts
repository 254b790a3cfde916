import { pointwise, scalarIndex } from '../../algebra/index.ts';
import { attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { showShape, type TensorType, tensorType } from '../../types/type.ts';
import { actualType, entryEachAxis, integersOf, shapeTensor } from './dynamic-shape.ts';
import { evaluateIota } from './iota.ts';

/** iota of a shape that is an operand. Source: StableHLO specification, dynamic_iota. */
export const dynamicIota: Primitive = definePrimitive({
  name: 'stablehlo.dynamic_iota',
  operands: { outputShape: shapeTensor },
  attributes: { iotaDimension: attr.int(), shape: attr.resultShape(), element: attr.resultElement() },
  constraints: {
    c1: ({ iotaDimension, shape }) =>
      (iotaDimension >= 0 && iotaDimension < shape.length) || `iotaDimension ${iotaDimension} must be an axis of ${showShape(shape)}`,
    c2: ({ outputShape, shape }) => entryEachAxis(outputShape, shape.length),
  },
  infer: ({ shape, element }) => tensorType(element, shape),
  evaluate: ({ outputShape, iotaDimension, element }, { resultTypes }) =>
    evaluateIota(iotaDimension, actualType('dynamic_iota', element, integersOf(outputShape), resultTypes[0] as TensorType)),
  derivative: 'zero',
  batch: 'loop', // it runs on a batch only where shapes differ between examples
  lower: ({ iotaDimension, element }) => pointwise([], () => scalarIndex(iotaDimension, element)),
  assembly: '$outputShape , dim = $iotaDimension attrs type(functional)',
});
