import { pointwise, scalarConstant } from '../../algebra/index.ts';
import { attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { elementValue, splat } from '../../types/literal.ts';
import type { TensorType } from '../../types/type.ts';
import { unquantized } from '../elementwise/family.ts';

/** A tensor of the operand's type with every element `value`. Source: ChloOps.td, constant_like. */
export const constantLike: Primitive = definePrimitive({
  name: 'chlo.constant_like',
  operands: { operand: unquantized },
  attributes: { value: attr.float({ asResult: true }) },
  infer: ({ operand }) => operand.type,
  evaluate: ({ operand, value }, { resultTypes }) => splat(resultTypes[0] as TensorType, elementValue(operand.type.element, value)),
  derivative: 'zero',
  batch: 'elementwise',
  lower: ({ value }) => pointwise([], () => scalarConstant(value)),
});
