import { axisIndex, opaque, scalarInput } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { failure } from '../../errors/index.ts';
import { coordinatesOf, flatIndex } from '../../evaluate/index-space.ts';
import { anyTensor, attr, definePrimitive, type Primitive, variadic } from '../../primitive/index.ts';
import { combinerOf } from '../../program/combiner-match.ts';
import { allocate, writeElement } from '../../types/element.ts';
import { elementAt, type Literal, scalarLiteral } from '../../types/literal.ts';
import { sameShape, showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';

const keptAxes = (rank: number, dimensions: readonly number[]): number[] => Array.from({ length: rank }, (_, i) => i).filter((i) => !dimensions.includes(i));

/** A reduced tensor at the shape of its operand: each result element repeated along the reduced axes. */
function spread(x: Value, operand: TensorType, dimensions: readonly number[], b: Methods): Value {
  return b.broadcast(x, operand.shape, keptAxes(operand.rank, dimensions));
}

/** The cotangent of a maximum or minimum goes in equal parts to the elements that attain it, as in TensorFlow. */
function shareAmongTies(x: Value, y: Value, ct: Value, dimensions: readonly number[], b: Methods): Value {
  const operand = x.type as TensorType;
  const winners = b.compare(x, spread(y, operand, dimensions, b), { comparisonDirection: 'EQ' });
  const ones = b.convert(winners, { element: operand.element });
  const share = b.divide(ct, b.sum(ones, dimensions));
  return b.select(winners, spread(share, operand, dimensions, b), b.zeros(operand));
}

/**
 * Combines elements along `dimensions` with `body`, starting from the initial values; the order of combination is the implementation's.
 * Several inputs are reduced together. Source: StableHLO specification, reduce.
 */
export const reduce: Primitive = definePrimitive({
  name: 'stablehlo.reduce',
  operands: { inputs: variadic(anyTensor), initValues: variadic(anyTensor) },
  attributes: { dimensions: attr.ints() },
  regions: { body: 'one' },
  results: 'variadic',
  constraints: {
    c1: ({ inputs }) =>
      inputs.every((x) => sameShape(x.shape, inputs[0].shape)) || `inputs must have one shape; got ${inputs.map((x) => showShape(x.shape)).join(', ')}`,
    c2: ({ inputs, initValues }) =>
      initValues.every((v, i) => v.rank === 0 && v.element === inputs[i].element) || "each initial value must be a scalar of its input's element type",
    c4: ({ inputs, dimensions }) =>
      dimensions.every((d) => d >= 0 && d < inputs[0].rank) || `dimensions ${showShape(dimensions)} must be axes of ${showShape(inputs[0].shape)}`,
    c5: ({ dimensions }) => new Set(dimensions).size === dimensions.length || `dimensions ${showShape(dimensions)} must be unique`,
    c6: ({ inputs, body }) => body.results.length === inputs.length || `body must return ${inputs.length} values; got ${body.results.length}`,
  },
  infer: ({ inputs, dimensions, body }) => {
    const shape = keptAxes(inputs[0].rank, dimensions).map((axis) => inputs[0].shape[axis]);
    return body.results.map((r) => tensorType((r.type as TensorType).element, shape));
  },
  evaluate: ({ inputs, initValues, dimensions, body }, { resultTypes }) => {
    const types = resultTypes as TensorType[];
    const from = staticShape(inputs[0].type);
    const kept = keptAxes(from.length, dimensions);
    const shape = staticShape(types[0]);
    const state = Array.from({ length: types[0].size }, () => [...initValues]);
    for (const index of coordinatesOf(from)) {
      const at = flatIndex(
        kept.map((axis) => index[axis]),
        shape,
      );
      const elements = inputs.map((x) => scalarLiteral(x.type.element, elementAt(x, flatIndex(index, from))));
      state[at] = body(...state[at], ...elements) as Literal[];
    }
    return types.map((type, k) => {
      const data = allocate(type.element, type.size);
      state.forEach((values, i) => writeElement(type.element, data, i, elementAt(values[k], 0)));
      return { type, data };
    });
  },
  derivative: {
    vjp: ({ inputs, initValues, dimensions, body, results, ct }, b) => {
      const combiner = combinerOf(body.program);
      const operand = inputs[0].type as TensorType;
      const all = results.map((r) => (r.type as TensorType).shape.map((_, i) => i));
      if (inputs.length === 1 && combiner === 'add') return { inputs: [spread(ct, operand, dimensions, b)], initValues: [b.sum(ct, all[0])] };
      if (inputs.length === 1 && (combiner === 'maximum' || combiner === 'minimum'))
        return { inputs: [shareAmongTies(inputs[0], results[0], ct, dimensions, b)] };
      throw failure('not-differentiable', {
        op: 'reduce',
        message: `has no derivative for this body and ${inputs.length} inputs`,
        operands: { initValues: String(initValues.length) },
      });
    },
  },
  batch: 'loop',
  lower: ({ inputs, dimensions, body }) => {
    const combiner = combinerOf(body);
    if (combiner === null || inputs.length !== 1) return opaque('reduce');
    const kept = keptAxes(inputs[0].rank, dimensions);
    const order = [...kept, ...dimensions];
    return {
      form: 'reduce',
      combiner,
      extents: dimensions.map((d) => inputs[0].shape[d]),
      maps: [inputs[0].shape.map((_, axis) => axisIndex(order.indexOf(axis)))],
      prologue: scalarInput(0),
      initial: 1,
    };
  },
});
