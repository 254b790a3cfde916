import { opaque } from '../../algebra/index.ts';
import { dequantize, quantizationOf } from '../../evaluate/arithmetic/quantize.ts';
import { definePrimitive, type Primitive, quantizedTensor } from '../../primitive/index.ts';
import { tensorType } from '../../types/type.ts';
import { checkScales } from './scales.ts';

/** The numbers that a quantized tensor stands for: (stored - zero point) * scale. Source: StableHLO specification, uniform_dequantize. */
export const uniformDequantize: Primitive = definePrimitive({
  name: 'stablehlo.uniform_dequantize',
  operands: { operand: quantizedTensor },
  constraints: { i1: ({ operand }) => checkScales(operand.type) },
  infer: ({ operand }) => tensorType(quantizationOf(operand.element).expressed, operand.shape), // c1, c2
  evaluate: ({ operand }) => dequantize(operand),
  derivative: 'zero', // integers have no tangents
  batch: 'elementwise',
  lower: () => opaque('uniform_dequantize'),
  traits: { quantized: 'stored' },
  assembly: 'operands attrs type(functional)',
});
