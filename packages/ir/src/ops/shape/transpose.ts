import { axisIndex } from '../../algebra/index.ts';
import { coordinatesOf, flatIndex } from '../../evaluate/index-space.ts';
import { anyTensor, attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { allocate, writeElement } from '../../types/element.ts';
import { elementAt } from '../../types/literal.ts';
import { showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { onQuantizedAxis, quantizedAxis } from '../quantized/scales.ts';

const inverse = (permutation: readonly number[]): number[] => permutation.map((_, axis) => permutation.indexOf(axis));

/** Permutes axes: result axis i is operand axis `permutation[i]`. Source: StableHLO specification, transpose. */
export const transpose: Primitive = definePrimitive({
  name: 'stablehlo.transpose',
  operands: { operand: anyTensor },
  attributes: { permutation: attr.ints() },
  constraints: {
    c2: ({ operand, permutation }) =>
      (permutation.length === operand.rank && operand.shape.every((_, axis) => permutation.includes(axis))) ||
      `permutation must hold each of the ${operand.rank} axes of ${showShape(operand.shape)} once; got ${showShape(permutation)}`,
  },
  infer: ({ operand, permutation }) =>
    tensorType(
      onQuantizedAxis(operand.element, permutation.indexOf(quantizedAxis(operand.element)), operand.shape[quantizedAxis(operand.element)]),
      permutation.map((p) => operand.shape[p]),
    ),
  evaluate: ({ operand, permutation }, { resultTypes }) => {
    const type = resultTypes[0] as TensorType;
    const from = staticShape(operand.type);
    const data = allocate(type.element, type.size);
    let i = 0;
    for (const index of coordinatesOf(staticShape(type))) {
      const source = inverse(permutation).map((axis) => index[axis]);
      writeElement(type.element, data, i++, elementAt(operand, flatIndex(source, from)));
    }
    return { type, data };
  },
  derivative: { linear: 'jointly', transpose: { operand: ({ permutation, ct }, b) => b.transpose(ct, { permutation: inverse(permutation) }) } },
  batch: ({ operand, permutation }, b) => b.transpose(operand.value, { permutation: [0, ...permutation.map((p) => p + 1)] }),
  lower: ({ permutation }) => ({ form: 'move', parts: [{ source: 0, map: inverse(permutation).map(axisIndex) }] }),
  assembly: '$operand , dims = $permutation attrs type(functional)',
});
