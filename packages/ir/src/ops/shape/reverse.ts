import { axisIndex, indexExpr } from '../../algebra/index.ts';
import { buildByIndex, flatIndex } from '../../evaluate/index-space.ts';
import { anyTensor, attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { subtractDims } from '../../types/dim.ts';
import { elementAt } from '../../types/literal.ts';
import { showShape, staticShape } from '../../types/type.ts';
import { isAxes, isUnique, shiftAxes } from '../values.ts';

/** Reverses the order of the elements along `dimensions`. Source: StableHLO specification, reverse. */
export const reverse: Primitive = definePrimitive({
  name: 'stablehlo.reverse',
  operands: { operand: anyTensor },
  attributes: { dimensions: attr.ints() },
  constraints: {
    c2: ({ dimensions }) => isUnique(dimensions) || `dimensions ${showShape(dimensions)} must be unique`,
    c3: ({ operand, dimensions }) => isAxes(dimensions, operand.rank) || `dimensions ${showShape(dimensions)} must be axes of ${showShape(operand.shape)}`,
  },
  infer: ({ operand }) => operand.type,
  evaluate: ({ operand, dimensions }) => {
    const shape = staticShape(operand.type);
    return buildByIndex(operand.type, (index) =>
      elementAt(
        operand,
        flatIndex(
          index.map((k, axis) => (dimensions.includes(axis) ? shape[axis] - 1 - k : k)),
          shape,
        ),
      ),
    );
  },
  derivative: { linear: 'jointly', transpose: { operand: ({ dimensions, ct }, b) => b.reverse(ct, { dimensions }) } },
  batch: ({ operand, dimensions }, b) => b.reverse(operand.value, { dimensions: shiftAxes(dimensions) }),
  lower: ({ operand, dimensions }) => ({
    form: 'move',
    parts: [
      {
        source: 0,
        map: operand.shape.map((d, axis) => (dimensions.includes(axis) ? indexExpr([{ axis, coefficient: -1 }], subtractDims(d, 1)) : axisIndex(axis))),
      },
    ],
  }),
  assembly: '$operand , dims = $dimensions attrs type(same)',
});
