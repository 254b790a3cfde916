import { opaque } from '../../algebra/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { productDims, sameDim } from '../../types/dim.ts';
import { showShape, type TensorType, tensorType } from '../../types/type.ts';
import { keepsQuantizedAxis, reshapedElement } from '../quantized/scales.ts';

/** The same elements in the same order under another shape. Source: StableHLO specification, reshape. */
export const reshape: Primitive = definePrimitive({
  name: 'stablehlo.reshape',
  operands: { operand: anyTensor },
  attributes: { shape: attr.resultShape() },
  constraints: {
    c2: ({ operand, shape }) =>
      sameDim(productDims(operand.shape), productDims(shape)) ||
      `${showShape(operand.shape)} has ${productDims(operand.shape)} elements and ${showShape(shape)} has ${productDims(shape)}`,
    c3: ({ operand, shape }) => keepsQuantizedAxis(operand, shape),
  },
  infer: ({ operand, shape }) => tensorType(reshapedElement(operand, shape), shape),
  evaluate: ({ operand }, { resultTypes }) => ({ type: resultTypes[0] as TensorType, data: operand.data }),
  derivative: { linear: 'jointly', transpose: { operand: ({ operand, ct }, b) => b.reshape(ct, { shape: (operand.type as TensorType).shape }) } },
  batch: ({ operand, shape, size }, b) => b.reshape(operand.value, { shape: [size, ...shape] }),
  lower: () => opaque('reshape'),
  traits: { movesNoData: true },
  assembly: 'operands attrs type(functional)',
});
