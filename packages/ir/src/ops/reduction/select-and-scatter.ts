import { opaque } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { failure } from '../../errors/index.ts';
import { convertElement } from '../../evaluate/arithmetic/convert.ts';
import { coordinatesOf, flatIndex } from '../../evaluate/index-space.ts';
import { anyTensor, attr, definePrimitive, type Primitive, type RegionCall, withDefault } from '../../primitive/index.ts';
import { combinerOf, comparisonOf } from '../../program/combiner-match.ts';
import { productDims } from '../../types/dim.ts';
import { allocate, i1, writeElement } from '../../types/element.ts';
import { elementAt, type Literal, scalarLiteral } from '../../types/literal.ts';
import { sameShape, showShape, staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { bodyElements, combinesElements, usesBatch } from '../regions.ts';
import { axesOf, batchOf, tensorTypeOf } from '../values.ts';
import { combineWith, identityOf } from './combiner-identity.ts';
import { winnersOf } from './reduce-window-cotangents.ts';
import { allPositive, batchedWindows, entryForEachAxis, pairForEachAxis, type Windows, windowElements, windowedShape } from './windows.ts';

function windowsOf(windowDimensions: readonly number[], windowStrides: readonly number[], padding: readonly (readonly number[])[]): Windows {
  const ones = windowDimensions.map(() => 1);
  return {
    dimensions: windowDimensions,
    strides: windowStrides.length === 0 ? ones : windowStrides,
    baseDilations: ones,
    windowDilations: ones,
    padding: padding.length === 0 ? ones.map(() => [0, 0]) : padding,
  };
}

interface Bodies {
  readonly select: RegionCall;
  readonly scatter: RegionCall;
}

/** Padding is never selected. A window that is all padding gives its source value to nobody. */
function evaluateSelectAndScatter(operand: Literal, source: Literal, init: Literal, w: Windows, { select, scatter }: Bodies, type: TensorType): Literal {
  const shape = staticShape(operand.type);
  const scalar = (x: Literal, at: number): Literal => scalarLiteral(x.type.element, elementAt(x, at));
  const wide = (x: Literal, at: number): Literal => scalarLiteral(type.element, convertElement(x.type.element, type.element, elementAt(x, at)));
  const state = Array.from({ length: type.size }, () => wide(init, 0));
  let position = 0;
  for (const window of coordinatesOf(staticShape(source.type))) {
    let winner = -1;
    for (const at of windowElements(window, shape, w)) {
      if (at === null) continue;
      const next = flatIndex(at, shape);
      if (winner < 0 || elementAt(select(scalar(operand, winner), scalar(operand, next))[0] as Literal, 0) === false) winner = next;
    }
    if (winner >= 0) state[winner] = scatter(state[winner], wide(source, position))[0] as Literal;
    position++;
  }
  const data = allocate(type.element, type.size);
  state.forEach((s, i) => writeElement(type.element, data, i, elementAt(s, 0)));
  return { type, data };
}

/** The cotangent of each source element: what arrives where it was put. */
function readWinners(operand: Value, ct: Value, source: TensorType, w: Windows, direction: 'GE' | 'GT' | 'LE' | 'LT', b: Methods): Value {
  const { element, shape } = tensorTypeOf(ct);
  // A leading zero takes the position -1 of windows that are all padding.
  const flat = b.pad(b.reshape(ct, { shape: [productDims(shape)] }), b.scalar(element, 0), { edgePaddingLow: [1], edgePaddingHigh: [0], interiorPadding: [0] });
  const winners = winnersOf(operand, w, direction, b);
  const type = tensorTypeOf(winners);
  const read = b.gather(flat, b.add(winners, b.ones(type)), {
    dimensionNumbers: { collapsedSliceDims: [0], startIndexMap: [0], indexVectorDim: 1 },
    sliceSizes: [1],
  });
  return b.reshape(read, { shape: source.shape });
}

/**
 * Adds (or combines by `scatter`) each element of `source` at the element of its window of `operand` that `select` prefers.
 * Source: StableHLO specification, select_and_scatter.
 */
export const selectAndScatter: Primitive = definePrimitive({
  name: 'stablehlo.select_and_scatter',
  operands: { operand: anyTensor, source: anyTensor, initValue: anyTensor },
  attributes: { windowDimensions: withDefault(attr.ints(), []), windowStrides: withDefault(attr.ints(), []), padding: withDefault(attr.matrix(), []) },
  regions: { select: 'one', scatter: 'one' },
  constraints: {
    c1: ({ operand, source }) =>
      operand.element === source.element || `operand and source must have one element type; got ${operand.element.name} and ${source.element.name}`,
    c3: ({ operand, initValue }) =>
      (initValue.rank === 0 && initValue.element === operand.element) || `initValue must be a scalar of ${operand.element.name}; got ${initValue.type}`,
    c4: ({ operand, windowDimensions }) => entryForEachAxis('windowDimensions', windowDimensions, operand.rank),
    c5: ({ windowDimensions }) => allPositive('windowDimensions', windowDimensions),
    c6: ({ operand, windowDimensions, windowStrides, padding }) =>
      entryForEachAxis('windowStrides', windowsOf(windowDimensions, windowStrides, padding).strides, operand.rank),
    c7: ({ windowStrides }) => allPositive('windowStrides', windowStrides),
    c8: ({ operand, windowDimensions, windowStrides, padding }) => pairForEachAxis(windowsOf(windowDimensions, windowStrides, padding).padding, operand.rank),
    c2: ({ operand, source, windowDimensions, windowStrides, padding }) => {
      const wanted = windowedShape(operand.shape, windowsOf(windowDimensions, windowStrides, padding));
      return sameShape(source.shape, wanted) || `source must have shape ${showShape(wanted)}, one element a window; got ${showShape(source.shape)}`;
    },
    c9: ({ operand, select }) => {
      const own = select.arguments.slice(-2).map((a) => a.type);
      const scalar = tensorType(operand.element, []);
      return (
        (own.length === 2 && own.every((t) => t === scalar) && select.results.length === 1 && select.results[0].type === tensorType(i1, [])) ||
        `select must have type (${scalar}, ${scalar}) → tensor<i1>`
      );
    },
    c10: ({ operand, scatter }) => combinesElements('scatter', scatter, [operand]),
  },
  infer: ({ operand, scatter }) => tensorType(bodyElements(scatter)[0], operand.shape),
  evaluate: ({ operand, source, initValue, windowDimensions, windowStrides, padding, select, scatter }, { resultTypes }) =>
    evaluateSelectAndScatter(
      operand,
      source,
      initValue,
      windowsOf(windowDimensions, windowStrides, padding),
      { select, scatter },
      resultTypes[0] as TensorType,
    ),
  derivative: {
    vjp: ({ operand, source, windowDimensions, windowStrides, padding, select, scatter, ct }, b) => {
      const direction = comparisonOf(select.program);
      if (direction === null || combinerOf(scatter.program) !== 'add') {
        throw failure('not-differentiable', {
          op: 'select_and_scatter',
          message: 'has no derivative for these regions',
          valid: 'a select that compares its arguments and a scatter that adds',
        });
      }
      const w = windowsOf(windowDimensions, windowStrides, padding);
      return {
        source: readWinners(operand, ct, tensorTypeOf(source), w, direction, b),
        initValue: b.sum(ct, axesOf(tensorTypeOf(ct).rank)),
      };
    },
  },
  batch: ({ operand, source, initValue, windowDimensions, windowStrides, padding, select, scatter, size }, b) => {
    if (usesBatch(select) || usesBatch(scatter)) return 'loop';
    const { dimensions, strides, padding: pairs } = batchedWindows(windowsOf(windowDimensions, windowStrides, padding));
    const options = { windowDimensions: dimensions, windowStrides: strides, padding: pairs, select, scatter };
    const [whole, values] = [batchOf(operand, size, b), batchOf(source, size, b)];
    if (!initValue.batched) return b.selectAndScatter(whole, values, initValue.value, options);
    const combiner = combinerOf(scatter.program);
    const { element } = operand.type;
    if (combiner === null || bodyElements(scatter.program)[0] !== element) return 'loop';
    const scattered = b.selectAndScatter(whole, values, identityOf(combiner, element, b), options);
    return combineWith(combiner, b.broadcast(initValue.value, tensorTypeOf(scattered).shape, [0]), scattered, b);
  },
  lower: () => opaque('select_and_scatter'),
});
