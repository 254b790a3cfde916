import { opaque } from '../../algebra/index.ts';
import { failure } from '../../errors/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive, signedInteger } from '../../primitive/index.ts';
import { isStatic, sameDim, subtractDims } from '../../types/dim.ts';
import { i32 } from '../../types/element.ts';
import { elementAt } from '../../types/literal.ts';
import { showShape, staticShape, tensorType } from '../../types/type.ts';
import { tensorTypeOf } from '../values.ts';
import { evaluateSlice } from './slice.ts';

/**
 * The first `size` elements along one axis. StableHLO has this operation, but not yet in its specification: there the axis keeps its bound;
 * here the result's declared shape says `?` (or the size) for it.
 */
export const setDimensionSize: Primitive = definePrimitive({
  name: 'stablehlo.set_dimension_size',
  operands: { operand: anyTensor, extent: signedInteger.ofRank(0) },
  attributes: { dimension: attr.int(), shape: attr.resultShape() },
  constraints: {
    i1: ({ extent }) => extent.element === i32 || `extent must be an i32; got ${extent.element.name}`,
    c1: ({ operand, dimension }) => (dimension >= 0 && dimension < operand.rank) || `dimension ${dimension} must be an axis of ${showShape(operand.shape)}`,
    c2: ({ operand, dimension, shape }) =>
      (shape.length === operand.rank && operand.shape.every((d, i) => i === dimension || sameDim(d, shape[i]))) ||
      `the result ${showShape(shape)} must differ from ${showShape(operand.shape)} along axis ${dimension} only`,
  },
  infer: ({ operand, shape }) => tensorType(operand.element, shape),
  evaluate: ({ operand, extent, dimension, shape }) => {
    const from = staticShape(operand.type);
    const given = elementAt(extent, 0) as number;
    const declared = shape[dimension];
    if (given < 0 || given > from[dimension] || (isStatic(declared) && declared !== given)) {
      throw failure('evaluation', {
        op: 'set_dimension_size',
        message: `size ${given} of axis ${dimension} of ${showShape(from)} does not fit ${showShape(shape)}`,
      });
    }
    const type = tensorType(
      operand.type.element,
      from.map((d, i) => (i === dimension ? given : d)),
    );
    return evaluateSlice(
      operand,
      from.map(() => 0),
      from.map(() => 1),
      type,
    );
  },
  derivative: {
    linear: 'jointly',
    transpose: {
      operand: ({ operand, dimension, shape, ct }, b) => {
        const type = tensorTypeOf(operand);
        const none = type.shape.map(() => 0);
        const rest = type.shape.map((d, i) => (i === dimension ? subtractDims(d, shape[i]) : 0));
        return b.pad(ct, b.scalar(type.element, 0), { edgePaddingLow: none, edgePaddingHigh: rest, interiorPadding: none });
      },
    },
  },
  batch: ({ operand, extent, dimension, shape, size }, b) =>
    extent.batched || !operand.batched ? 'loop' : b.setDimensionSize(operand.value, extent.value, { dimension: dimension + 1, shape: [size, ...shape] }),
  lower: () => opaque('set_dimension_size'),
  assembly: '$operand , $extent , dim = $dimension attrs type(functional)',
});
