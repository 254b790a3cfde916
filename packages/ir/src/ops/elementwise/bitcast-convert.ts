import { applyScalar, opaque, pointwise } from '../../algebra/index.ts';
import { readBits, writeBits } from '../../evaluate/arithmetic/bits.ts';
import { type Arg, anyTensor, attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { allocate, type ElementType, isComplex } from '../../types/element.ts';
import { type TensorType, tensorType } from '../../types/type.ts';

/** How many elements of the narrower type make one of the wider; below 1 where the result is the wider. */
const ratioOf = (from: ElementType, to: ElementType): number => from.bits / to.bits;

/** What is wrong with the sizes; see c1. */
function checkSizes(operand: Arg, element: ElementType): true | string {
  const ratio = ratioOf(operand.element, element);
  if (ratio >= 1) return Number.isInteger(ratio) || `${operand.element.name} has no whole number of ${element.name}`;
  if (!Number.isInteger(1 / ratio)) return `${element.name} has no whole number of ${operand.element.name}`;
  const last = operand.shape[operand.rank - 1];
  return last === 1 / ratio || `the last dimension must hold the ${1 / ratio} parts of one ${element.name}; got ${operand.type}`;
}

/**
 * The bits of the operand as elements of another type, least significant first: a narrower type adds a last dimension, a wider one
 * takes it away. Source: StableHLO specification, bitcast_convert.
 */
export const bitcastConvert: Primitive = definePrimitive({
  name: 'stablehlo.bitcast_convert',
  operands: { operand: anyTensor },
  attributes: { element: attr.resultElement() },
  constraints: {
    c1: ({ operand, element }) => checkSizes(operand, element),
    c2: ({ operand, element }) =>
      isComplex(operand.element) === isComplex(element) || `both types must be complex, or none; got ${operand.element.name} and ${element.name}`,
  },
  infer: ({ operand, element }) => {
    const ratio = ratioOf(operand.element, element);
    const shape = ratio === 1 ? operand.shape : ratio > 1 ? [...operand.shape, ratio] : operand.shape.slice(0, -1);
    return tensorType(element, shape);
  },
  evaluate: ({ operand, element }, { resultTypes }) => {
    const type = resultTypes[0] as TensorType;
    const from = operand.type.element;
    const data = allocate(element, type.size);
    const parts = Math.max(1, 1 / ratioOf(from, element));
    for (let i = 0; i < type.size; i++) {
      let bits = 0n;
      if (from.bits > element.bits) {
        const perElement = from.bits / element.bits;
        bits = readBits(from, operand.data, Math.floor(i / perElement)) >> BigInt((i % perElement) * element.bits);
      } else {
        for (let k = parts - 1; k >= 0; k--) bits = (bits << BigInt(from.bits)) | readBits(from, operand.data, i * parts + k);
      }
      writeBits(element, data, i, bits);
    }
    return { type, data };
  },
  derivative: 'zero',
  batch: 'elementwise',
  lower: ({ operand, element }) =>
    operand.element.bits === element.bits ? pointwise([operand], (x) => applyScalar('bitcast_convert', [x], element)) : opaque('bitcast_convert'),
  assembly: 'operands attrs type(functional)',
});
