import { applyScalar, pointwise } from '../../algebra/index.ts';
import { mapElements } from '../../evaluate/elementwise.ts';
import { complex, definePrimitive, floating, type Primitive } from '../../primitive/index.ts';
import type { Complex } from '../../types/element.ts';
import { type TensorType, tensorType } from '../../types/type.ts';

/** Real part; real numbers pass through. Source: StableHLO specification, real. */
export const real: Primitive = definePrimitive({
  name: 'stablehlo.real',
  operands: { operand: floating.or(complex) },
  infer: ({ operand }) => tensorType(operand.element.part ?? operand.element, operand.shape),
  evaluate: ({ operand }, { resultTypes }) => mapElements(resultTypes[0] as TensorType, [operand], (x) => (typeof x === 'object' ? (x as Complex).re : x)),
  derivative: { linear: 'jointly', transpose: { operand: ({ operand, ct }, b) => b.convert(ct, { element: (operand.type as TensorType).element }) } },
  batch: 'elementwise',
  lower: ({ operand }) => pointwise([operand], (x) => applyScalar('real', [x])),
});
