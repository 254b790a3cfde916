import { axisIndex, opaque, scalarInput } from '../../algebra/index.ts';
import { convertElement } from '../../evaluate/arithmetic/convert.ts';
import { coordinatesOf, flatIndex } from '../../evaluate/index-space.ts';
import { anyTensor, attr, definePrimitive, type Primitive, variadic } from '../../primitive/index.ts';
import { combinerOf } from '../../program/combiner-match.ts';
import { allocate, writeElement } from '../../types/element.ts';
import { elementAt, type Literal, scalarLiteral } from '../../types/literal.ts';
import { sameShape, showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { bodyElements, combinesElements, usesBatch } from '../regions.ts';
import { batchOf, isAxes, isUnique, otherAxes, shiftAxes, tensorTypeOf } from '../values.ts';
import { combineWith, identityOf } from './combiner-identity.ts';
import { reduceCotangents } from './reduce-cotangents.ts';

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
    c3: ({ inputs }) => inputs.length > 0 || 'at least one input is needed',
    c1: ({ inputs }) =>
      inputs.every((x) => sameShape(x.shape, inputs[0].shape)) || `inputs must have one shape; got ${inputs.map((x) => showShape(x.shape)).join(', ')}`,
    c2: ({ inputs, initValues }) =>
      initValues.every((v, i) => v.rank === 0 && v.element === inputs[i].element) || "each initial value must be a scalar of its input's element type",
    c4: ({ inputs, dimensions }) => isAxes(dimensions, inputs[0].rank) || `dimensions ${showShape(dimensions)} must be axes of ${showShape(inputs[0].shape)}`,
    c5: ({ dimensions }) => isUnique(dimensions) || `dimensions ${showShape(dimensions)} must be unique`,
    c6: ({ inputs, body }) => combinesElements('body', body, inputs),
  },
  infer: ({ inputs, dimensions, body }) => {
    const shape = otherAxes(inputs[0].rank, dimensions).map((axis) => inputs[0].shape[axis]);
    return bodyElements(body).map((element) => tensorType(element, shape));
  },
  evaluate: ({ inputs, initValues, dimensions, body }, { resultTypes }) => {
    const types = resultTypes as TensorType[];
    const from = staticShape(inputs[0].type);
    const kept = otherAxes(from.length, dimensions);
    const shape = staticShape(types[0]);
    const scalarAt = (x: Literal, k: number, at: number): Literal =>
      scalarLiteral(types[k].element, convertElement(x.type.element, types[k].element, elementAt(x, at)));
    const first = initValues.map((v, k) => scalarAt(v, k, 0));
    const state = Array.from({ length: types[0].size }, () => first);
    for (const index of coordinatesOf(from)) {
      const at = flatIndex(
        kept.map((axis) => index[axis]),
        shape,
      );
      const elements = inputs.map((x, k) => scalarAt(x, k, flatIndex(index, from)));
      state[at] = body(...state[at], ...elements) as Literal[];
    }
    return types.map((type, k) => {
      const data = allocate(type.element, type.size);
      state.forEach((values, i) => writeElement(type.element, data, i, elementAt(values[k], 0)));
      return { type, data };
    });
  },
  derivative: { vjp: (args, b) => reduceCotangents(args, b) },
  batch: ({ inputs, initValues, dimensions, body, size }, b) => {
    if (usesBatch(body)) return 'loop';
    const whole = inputs.map((x) => (x.batched ? x.value : batchOf(x, size, b)));
    const shifted = { dimensions: shiftAxes(dimensions), body };
    if (!initValues.some((v) => v.batched)) {
      return b.reduce(
        whole,
        initValues.map((v) => v.value),
        shifted,
      );
    }
    const combiner = combinerOf(body.program);
    if (combiner === null || inputs.length > 1) return 'loop';
    const [element] = bodyElements(body.program);
    if (element !== inputs[0].type.element) return 'loop';
    const [result] = b.reduce(whole, [identityOf(combiner, element, b)], shifted);
    return [combineWith(combiner, b.broadcast(initValues[0].value, tensorTypeOf(result).shape, [0]), result, b)];
  },
  lower: ({ inputs, dimensions, body }) => {
    const combiner = combinerOf(body);
    if (combiner === null || inputs.length !== 1 || bodyElements(body)[0] !== inputs[0].element) return opaque('reduce');
    const order = [...otherAxes(inputs[0].rank, dimensions), ...dimensions];
    return {
      form: 'reduce',
      combiner,
      extents: dimensions.map((d) => inputs[0].shape[d]),
      maps: [inputs[0].shape.map((_, axis) => axisIndex(order.indexOf(axis)))],
      prologue: scalarInput(0),
      initial: 1,
    };
  },
  assembly: 'custom(reduce)',
});
