import { opaque } from '../../algebra/index.ts';
import type { TupleValue } from '../../evaluate/context.ts';
import { attr, definePrimitive, type Primitive, tupleConstraint } from '../../primitive/index.ts';
import type { TupleType, Type } from '../../types/type.ts';

const elementTypes = (type: Type): readonly Type[] => (type as TupleType).elements;

/** Element `index` of a tuple. Source: StableHLO specification, get_tuple_element. */
export const getTupleElement: Primitive = definePrimitive({
  name: 'stablehlo.get_tuple_element',
  operands: { operand: tupleConstraint },
  attributes: { index: attr.int({ width: 32 }) },
  constraints: {
    c1: ({ operand, index }) =>
      (index >= 0 && index < elementTypes(operand.type).length) || `index ${index} must be below ${elementTypes(operand.type).length}, the size of the tuple`,
  },
  infer: ({ operand, index }) => elementTypes(operand.type)[index],
  evaluate: ({ operand, index }) => (operand as unknown as TupleValue).elements[index],
  derivative: 'none', // tuples occur in imported programs only
  batch: 'none',
  lower: () => opaque('get_tuple_element'),
  assembly: '$operand [ $index ] attrs type(functional)',
});
