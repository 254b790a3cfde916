import { opaque } from '../../algebra/index.ts';
import { failure } from '../../errors/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { productDims, sameDim } from '../../types/dim.ts';
import { showShape, type TensorType, tensorType } from '../../types/type.ts';
import { keepsQuantizedAxis, reshapedElement } from '../quantized/scales.ts';
import { batchOf, tensorTypeOf } from '../values.ts';
import { actualType, differ, entryEachAxis, integersOf, shapeTensor, withBatchSize } from './dynamic-shape.ts';

/** reshape to a shape that is an operand. Source: StableHLO specification, dynamic_reshape. */
export const dynamicReshape: Primitive = definePrimitive({
  name: 'stablehlo.dynamic_reshape',
  operands: { operand: anyTensor, outputShape: shapeTensor },
  attributes: { shape: attr.resultShape() },
  constraints: {
    c2: ({ operand, shape }) =>
      sameDim(productDims(operand.shape), productDims(shape)) || `${showShape(operand.shape)} and ${showShape(shape)} have different numbers of elements`,
    c3: ({ operand, shape }) => keepsQuantizedAxis(operand, shape),
    c4: ({ outputShape, shape }) => entryEachAxis(outputShape, shape.length),
  },
  infer: ({ operand, shape }) => tensorType(reshapedElement(operand, shape), shape),
  evaluate: ({ operand, outputShape }, { resultTypes }) => {
    const type = actualType('dynamic_reshape', (resultTypes[0] as TensorType).element, integersOf(outputShape), resultTypes[0] as TensorType);
    if (type.size !== operand.type.size) {
      throw failure('evaluation', { op: 'dynamic_reshape', message: `${showShape(operand.type.shape)} does not reshape to ${showShape(type.shape)}` });
    }
    return { type, data: operand.data };
  },
  derivative: { linear: 'jointly', transpose: { operand: ({ operand, ct }, b) => b.reshape(ct, { shape: tensorTypeOf(operand).shape }) } },
  batch: ({ operand, outputShape, shape, size }, b) => {
    if (differ(outputShape)) return 'loop';
    const whole = batchOf(operand, size, b);
    return b.dynamicReshape(whole, withBatchSize(outputShape.value, size, whole, b), { shape: [size, ...shape] });
  },
  lower: () => opaque('dynamic_reshape'),
  traits: { movesNoData: true },
  assembly: 'operands attrs type(functional)',
});
