import { opaque } from '../../algebra/index.ts';
import { dequantize, quantize } from '../../evaluate/arithmetic/quantize.ts';
import { attr, definePrimitive, floating, type Primitive, quantizedTensor } from '../../primitive/index.ts';
import { type TensorType, tensorType } from '../../types/type.ts';
import { checkScales } from './scales.ts';

/** Quantizes numbers, or brings a quantized tensor to other scales and zero points. Source: StableHLO specification, uniform_quantize. */
export const uniformQuantize: Primitive = definePrimitive({
  name: 'stablehlo.uniform_quantize',
  operands: { operand: floating.or(quantizedTensor) },
  attributes: { element: attr.resultElement() },
  constraints: {
    c2: ({ operand, element }) => {
      const from = operand.element.quantization?.expressed ?? operand.element;
      if (!element.quantization) return `the result must be quantized; got ${element.name}`;
      return element.quantization.expressed === from || `the result must express ${from.name}; got ${element.name}`;
    },
    i1: ({ operand }) => checkScales(operand.type),
    i2: ({ operand, element }) => checkScales(tensorType(element, operand.shape)),
  },
  infer: ({ operand, element }) => tensorType(element, operand.shape), // c1
  evaluate: ({ operand }, { resultTypes }) => quantize(operand.type.element.kind === 'quantized' ? dequantize(operand) : operand, resultTypes[0] as TensorType),
  derivative: 'zero', // integers have no tangents
  batch: 'elementwise',
  lower: () => opaque('uniform_quantize'),
  traits: { quantized: 'stored' },
  assembly: 'operands attrs type(functional)',
});
