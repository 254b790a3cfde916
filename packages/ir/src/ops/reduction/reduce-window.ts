import { type IndexExpr, indexExpr, opaque, scalarInput } from '../../algebra/index.ts';
import { convertElement } from '../../evaluate/arithmetic/convert.ts';
import { coordinatesOf, flatIndex } from '../../evaluate/index-space.ts';
import { anyTensor, attr, definePrimitive, type Primitive, variadic, withDefault } from '../../primitive/index.ts';
import { combinerOf } from '../../program/combiner-match.ts';
import { allocate, writeElement } from '../../types/element.ts';
import { elementAt, type Literal, scalarLiteral } from '../../types/literal.ts';
import { sameShape, showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { bodyElements, combinesElements, usesBatch } from '../regions.ts';
import { batchOf } from '../values.ts';
import { reduceWindowCotangents } from './reduce-window-cotangents.ts';
import { allPositive, batchedWindows, entryForEachAxis, pairForEachAxis, type Windows, windowElements, windowedShape } from './windows.ts';

interface WindowAttributes {
  readonly windowDimensions: readonly number[];
  readonly windowStrides: readonly number[];
  readonly baseDilations: readonly number[];
  readonly windowDilations: readonly number[];
  readonly padding: readonly (readonly number[])[];
}

/** Attributes left out: strides and dilations are 1, padding is 0. */
export function windowsOf(a: WindowAttributes): Windows {
  const ones = a.windowDimensions.map(() => 1);
  const list = (given: readonly number[]): readonly number[] => (given.length === 0 ? ones : given);
  return {
    dimensions: a.windowDimensions,
    strides: list(a.windowStrides),
    baseDilations: list(a.baseDilations),
    windowDilations: list(a.windowDilations),
    padding: a.padding.length === 0 ? ones.map(() => [0, 0]) : a.padding,
  };
}

export const windowAttributes = (w: Windows): WindowAttributes => ({
  windowDimensions: w.dimensions,
  windowStrides: w.strides,
  baseDilations: w.baseDilations,
  windowDilations: w.windowDilations,
  padding: w.padding,
});

/** Padding and gaps count as the initial value, once each; then the initial value itself. */
function evaluateWindows(
  inputs: readonly Literal[],
  initValues: readonly Literal[],
  w: Windows,
  body: (...args: Literal[]) => Literal[],
  types: readonly TensorType[],
): Literal[] {
  const shape = staticShape(inputs[0].type);
  const scalarAt = (x: Literal, k: number, at: number): Literal =>
    scalarLiteral(types[k].element, convertElement(x.type.element, types[k].element, elementAt(x, at)));
  const first = initValues.map((v, k) => scalarAt(v, k, 0));
  const results = types.map((type) => ({ type, data: allocate(type.element, type.size) }));
  let position = 0;
  for (const window of coordinatesOf(staticShape(types[0]))) {
    let state = first;
    for (const source of windowElements(window, shape, w)) {
      state = body(...state, ...inputs.map((x, k) => (source ? scalarAt(x, k, flatIndex(source, shape)) : first[k])));
    }
    results.forEach((r, k) => writeElement(r.type.element, r.data, position, elementAt(state[k], 0)));
    position++;
  }
  return results;
}

/**
 * Reduces windows that slide over `inputs`; what lies in padding or between dilated elements counts as the initial value.
 * Source: StableHLO specification, reduce_window.
 */
export const reduceWindow: Primitive = definePrimitive({
  name: 'stablehlo.reduce_window',
  operands: { inputs: variadic(anyTensor), initValues: variadic(anyTensor) },
  attributes: {
    windowDimensions: attr.ints(),
    windowStrides: withDefault(attr.ints(), []),
    baseDilations: withDefault(attr.ints(), []),
    windowDilations: withDefault(attr.ints(), []),
    padding: withDefault(attr.matrix(), []),
  },
  regions: { body: 'one' },
  results: 'variadic',
  constraints: {
    c1: ({ inputs }) => inputs.length > 0 || 'at least one input is needed',
    c2: ({ inputs }) =>
      inputs.every((x) => sameShape(x.shape, inputs[0].shape)) || `inputs must have one shape; got ${inputs.map((x) => showShape(x.shape)).join(', ')}`,
    c3: ({ inputs, initValues }) =>
      initValues.every((v, i) => v.rank === 0 && v.element === inputs[i].element) || "each initial value must be a scalar of its input's element type",
    c4: ({ inputs, windowDimensions }) => entryForEachAxis('windowDimensions', windowDimensions, inputs[0].rank),
    c5: ({ windowDimensions }) => allPositive('windowDimensions', windowDimensions),
    c6: ({ inputs, ...a }) => entryForEachAxis('windowStrides', windowsOf(a).strides, inputs[0].rank),
    c7: ({ windowStrides }) => allPositive('windowStrides', windowStrides),
    c8: ({ inputs, ...a }) => entryForEachAxis('baseDilations', windowsOf(a).baseDilations, inputs[0].rank),
    c9: ({ baseDilations }) => allPositive('baseDilations', baseDilations),
    c10: ({ inputs, ...a }) => entryForEachAxis('windowDilations', windowsOf(a).windowDilations, inputs[0].rank),
    c11: ({ windowDilations }) => allPositive('windowDilations', windowDilations),
    c12: ({ inputs, ...a }) => pairForEachAxis(windowsOf(a).padding, inputs[0].rank),
    c13: ({ inputs, body }) => combinesElements('body', body, inputs),
  },
  infer: ({ inputs, body, ...a }) => {
    const shape = windowedShape(inputs[0].shape, windowsOf(a));
    return bodyElements(body).map((element) => tensorType(element, shape));
  },
  evaluate: ({ inputs, initValues, body, ...a }, { resultTypes }) =>
    evaluateWindows(inputs, initValues, windowsOf(a), (...args) => body(...args) as Literal[], resultTypes as TensorType[]),
  derivative: {
    vjp: ({ inputs, initValues, body, results, ct, needs, ...a }, b) =>
      reduceWindowCotangents({ inputs, initValues, body, results, ct, needs, windows: windowsOf(a) }, b),
  },
  batch: ({ inputs, initValues, body, size, ...a }, b) => {
    if (usesBatch(body) || initValues.some((v) => v.batched)) return 'loop';
    return b.reduceWindow(
      inputs.map((x) => batchOf(x, size, b)),
      initValues.map((v) => v.value),
      { ...windowAttributes(batchedWindows(windowsOf(a))), body },
    );
  },
  lower: ({ inputs, body, ...a }) => {
    const combiner = combinerOf(body);
    const w = windowsOf(a);
    if (combiner === null || inputs.length !== 1 || bodyElements(body)[0] !== inputs[0].element) return opaque('reduce_window');
    const { rank } = inputs[0];
    const position = (axis: number): IndexExpr =>
      indexExpr(
        [
          { axis, coefficient: w.strides[axis] },
          { axis: rank + axis, coefficient: w.windowDilations[axis] },
        ],
        -w.padding[axis][0],
        w.baseDilations[axis],
      );
    return {
      form: 'reduce',
      combiner,
      extents: w.dimensions,
      maps: [w.dimensions.map((_, axis) => position(axis))],
      prologue: scalarInput(0),
      initial: 1,
    };
  },
});
