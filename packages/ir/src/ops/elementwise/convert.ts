import { pointwise } from '../../algebra/index.ts';
import { convertElement } from '../../evaluate/arithmetic/convert.ts';
import { mapElements } from '../../evaluate/elementwise.ts';
import { attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { isComplex, isDifferentiable } from '../../types/element.ts';
import { type TensorType, tensorType } from '../../types/type.ts';
import { unquantized } from './family.ts';

/** Converts elements to another type; see `convertElement` for the values. Source: StableHLO specification, convert. */
export const convert: Primitive = definePrimitive({
  name: 'stablehlo.convert',
  operands: { operand: unquantized },
  attributes: { element: attr.resultElement() },
  infer: ({ operand, element }) => tensorType(element, operand.shape),
  evaluate: ({ operand, element }, { resultTypes }) =>
    mapElements(resultTypes[0] as TensorType, [operand], (x) => convertElement(operand.type.element, element, x)),
  derivative: {
    linear: 'jointly',
    transpose: {
      operand: ({ operand, element, ct }, b) => {
        const from = (operand.type as TensorType).element;
        if (!isDifferentiable(from) || !isDifferentiable(element)) return null;
        // The adjoint of embedding reals in complex numbers takes the real part.
        return isComplex(element) && !isComplex(from) ? b.convert(b.real(ct), { element: from }) : b.convert(ct, { element: from });
      },
    },
  },
  batch: 'elementwise',
  lower: ({ operand, element }) => pointwise([operand], (x) => x.convert(element)),
});
