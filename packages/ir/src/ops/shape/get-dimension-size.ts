import { opaque, pointwise, scalarConstant } from '../../algebra/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { isStatic } from '../../types/dim.ts';
import { i32 } from '../../types/element.ts';
import { scalarLiteral } from '../../types/literal.ts';
import { showShape, staticShape, tensorType } from '../../types/type.ts';

/** The size of one axis, as an i32. Source: StableHLO specification, get_dimension_size. */
export const getDimensionSize: Primitive = definePrimitive({
  name: 'stablehlo.get_dimension_size',
  operands: { operand: anyTensor },
  attributes: { dimension: attr.int() },
  constraints: {
    c1: ({ operand, dimension }) => (dimension >= 0 && dimension < operand.rank) || `dimension ${dimension} must be an axis of ${showShape(operand.shape)}`,
  },
  infer: () => tensorType(i32, []),
  evaluate: ({ operand, dimension }) => scalarLiteral(i32, staticShape(operand.type)[dimension]),
  derivative: 'zero',
  // The size of an axis of one example is the same for all.
  batch: ({ operand, dimension, size }, b) => b.broadcast(b.getDimensionSize(operand.value, { dimension: dimension + 1 }), [size], []),
  lower: ({ operand, dimension }) => {
    const size = operand.shape[dimension];
    return isStatic(size) ? pointwise([], () => scalarConstant(size)) : opaque('get_dimension_size');
  },
  assembly: '$operand , dim = $dimension attrs type(functional)',
});
