import { applyScalar, pointwise } from '../../algebra/index.ts';
import { mapElements } from '../../evaluate/elementwise.ts';
import { complex, definePrimitive, floating, type Primitive } from '../../primitive/index.ts';
import type { Complex } from '../../types/element.ts';
import { isComplex } from '../../types/element.ts';
import { type TensorType, tensorType } from '../../types/type.ts';

/** Imaginary part; 0 for real numbers. Source: StableHLO specification, imag. */
export const imag: Primitive = definePrimitive({
  name: 'stablehlo.imag',
  operands: { operand: floating.or(complex) },
  infer: ({ operand }) => tensorType(operand.element.part ?? operand.element, operand.shape),
  evaluate: ({ operand }, { resultTypes }) => mapElements(resultTypes[0] as TensorType, [operand], (x) => (typeof x === 'object' ? (x as Complex).im : 0)),
  derivative: {
    linear: 'jointly',
    transpose: {
      operand: ({ operand, ct }, b) => (isComplex((operand.type as TensorType).element) ? b.complex(b.zeros(ct.type as TensorType), ct) : null),
    },
  },
  batch: 'elementwise',
  lower: ({ operand }) => pointwise([operand], (x) => applyScalar('imag', [x])),
});
