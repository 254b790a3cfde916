import { axisIndex } from '../../algebra/index.ts';
import { coordinatesOf, flatIndex } from '../../evaluate/index-space.ts';
import { anyTensor, attr, definePrimitive, type Primitive, variadic } from '../../primitive/index.ts';
import { addDims, type Dim, sameDim } from '../../types/dim.ts';
import { allocate, writeElement } from '../../types/element.ts';
import { elementAt } from '../../types/literal.ts';
import { showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { batchOf, tensorTypeOf } from '../values.ts';

/** Joins tensors along one axis, in order. Source: StableHLO specification, concatenate. */
export const concatenate: Primitive = definePrimitive({
  name: 'stablehlo.concatenate',
  operands: { inputs: variadic(anyTensor) },
  attributes: { dimension: attr.int() },
  constraints: {
    c1: ({ inputs }) =>
      inputs.every((x) => x.element === inputs[0].element) || `inputs must have one element type; got ${inputs.map((x) => x.element.name).join(', ')}`,
    c2: ({ inputs, dimension }) =>
      inputs.every((x) => x.rank === inputs[0].rank && x.shape.every((d, i) => i === dimension || sameDim(d, inputs[0].shape[i]))) ||
      `inputs must have one shape except along axis ${dimension}; got ${inputs.map((x) => showShape(x.shape)).join(', ')}`,
    c3: ({ inputs }) => inputs.length > 0 || 'at least one input is needed',
    c4: ({ inputs, dimension }) => (dimension >= 0 && dimension < inputs[0].rank) || `dimension ${dimension} must be an axis of ${showShape(inputs[0].shape)}`,
  },
  infer: ({ inputs, dimension }) =>
    tensorType(
      inputs[0].element,
      inputs[0].shape.map((d, i) => (i === dimension ? inputs.reduce<Dim>((sum, x) => addDims(sum, x.shape[i]), 0) : d)),
    ),
  evaluate: ({ inputs, dimension }, { resultTypes }) => {
    const type = resultTypes[0] as TensorType;
    const shape = staticShape(type);
    const data = allocate(type.element, type.size);
    let start = 0;
    for (const x of inputs) {
      const from = staticShape(x.type);
      for (const index of coordinatesOf(from)) {
        const target = index.map((k, axis) => (axis === dimension ? k + start : k));
        writeElement(type.element, data, flatIndex(target, shape), elementAt(x, flatIndex(index, from)));
      }
      start += from[dimension];
    }
    return { type, data };
  },
  derivative: {
    linear: 'jointly',
    transpose: {
      inputs: ({ inputs, dimension, ct }, b) => {
        let start: Dim = 0;
        const whole = tensorTypeOf(ct).shape;
        return inputs.map((x) => {
          const limit: Dim = addDims(start, tensorTypeOf(x).shape[dimension]);
          const piece = b.slice(ct, {
            startIndices: whole.map((_, i) => (i === dimension ? start : 0)),
            limitIndices: whole.map((d, i) => (i === dimension ? limit : d)),
            strides: whole.map(() => 1),
          });
          start = limit;
          return piece;
        });
      },
    },
  },
  batch: ({ inputs, dimension, size }, b) =>
    b.concatenate(
      inputs.map((x) => batchOf(x, size, b)),
      { dimension: dimension + 1 },
    ),
  lower: ({ inputs, dimension }) => {
    const rank = inputs[0].rank;
    let start: Dim = 0;
    const parts = inputs.map((x, source) => {
      const part = {
        source,
        start: x.shape.map((_, i) => (i === dimension ? start : 0)),
        size: x.shape,
        map: Array.from({ length: rank }, (_, axis) => axisIndex(axis)),
      };
      start = addDims(start, x.shape[dimension]);
      return part;
    });
    return { form: 'move', parts };
  },
  assembly: '$inputs... dim = $dimension attrs type(functional)',
});
