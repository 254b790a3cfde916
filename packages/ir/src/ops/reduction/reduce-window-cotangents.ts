/** Derivatives of reduce_window by the kind of its body. */
import type { Methods } from '../../builder/methods.ts';
import type { Region, Value } from '../../builder/value.ts';
import { failure } from '../../errors/index.ts';
import { combinerOf } from '../../program/combiner-match.ts';
import { addDims, type Dim, productDims, subtractDims } from '../../types/dim.ts';
import { i64 } from '../../types/element.ts';
import { tensorType } from '../../types/type.ts';
import { comparisonRegion } from '../regions.ts';
import { spanOf } from '../shape/slice.ts';
import { axesOf, tensorTypeOf } from '../values.ts';
import { dilatedSize, type Windows } from './windows.ts';

export interface ReduceWindowArgs {
  readonly inputs: readonly Value[];
  readonly initValues: readonly Value[];
  readonly body: Region;
  readonly results: readonly Value[];
  readonly ct: Value;
  readonly needs: (operand: 'inputs' | 'initValues') => boolean;
  readonly windows: Windows;
}

interface Cotangents {
  readonly inputs: readonly (Value | null)[];
  readonly initValues: readonly (Value | null)[];
}

const total = (x: Value, b: Methods): Value => b.sum(x, axesOf(tensorTypeOf(x).rank));

/** Each element's cotangent is the sum over the windows that hold it: again a sum over windows, of the cotangent spread out by the strides. */
function sumCotangents({ inputs: [x], ct, windows: w }: ReduceWindowArgs, b: Methods): Value {
  const type = tensorTypeOf(x);
  const [from, to] = [type.shape, tensorTypeOf(ct).shape];
  if (to.includes(0)) return b.zeros(type);
  const low: number[] = [];
  const high: Dim[] = [];
  from.forEach((d, axis) => {
    const window = dilatedSize(w.dimensions[axis], w.windowDilations[axis]) as number;
    const before = window - 1 - w.padding[axis][0];
    low.push(before);
    // What is left so that every element of the dilated input starts one window.
    const wanted = addDims(dilatedSize(d, w.baseDilations[axis]), window - 1 - before);
    high.push(subtractDims(wanted, spanOf(to[axis], w.strides[axis])));
  });
  const spread = b.pad(ct, b.scalar(type.element, 0), { edgePaddingLow: low, edgePaddingHigh: high, interiorPadding: w.strides.map((s) => s - 1) });
  return b.reduceWindow([spread], [b.scalar(type.element, 0)], {
    windowDimensions: w.dimensions,
    windowStrides: w.baseDilations,
    windowDilations: w.windowDilations,
    body: b.combiner('add', type.element),
  })[0];
}

function addition(args: ReduceWindowArgs, b: Methods): Cotangents {
  const inputs = sumCotangents(args, b);
  if (!args.needs('initValues')) return { inputs: [inputs], initValues: [null] };
  // The initial value counts once for each window and once for each element that a window lacks.
  const elements = args.windows.dimensions.reduce((n, d) => n * d, 1) + 1;
  const whole = total(args.ct, b);
  const init = b.subtract(b.multiply(whole, b.scalar(tensorTypeOf(whole).element, elements)), total(inputs, b));
  return { inputs: [inputs], initValues: [init] };
}

/** The cotangent goes to the first element in window order that attains the maximum or minimum, as TensorFlow's MaxPoolGrad. */
function extremum(args: ReduceWindowArgs, direction: 'GE' | 'LE', b: Methods): Cotangents {
  const {
    inputs: [x],
    ct,
    windows: w,
  } = args;
  const type = tensorTypeOf(x);
  const plain = [...w.baseDilations, ...w.windowDilations].every((d) => d === 1);
  const zero = b.scalar(type.element, 0);
  if (plain) {
    const input = b.selectAndScatter(x, ct, zero, {
      windowDimensions: w.dimensions,
      windowStrides: w.strides,
      padding: w.padding,
      select: comparisonRegion(direction, type.element, b),
      scatter: b.combiner('add', type.element),
    });
    return { inputs: [input], initValues: [null] };
  }
  return { inputs: [scatterToWinners(x, ct, w, direction, b)], initValues: [null] };
}

/** Adds each window's value at the flat position of the window's winner. */
export function scatterToWinners(x: Value, values: Value, w: Windows, direction: 'GE' | 'GT' | 'LE' | 'LT', b: Methods): Value {
  const type = tensorTypeOf(x);
  const flat = b.scatter(
    [b.zeros(tensorType(type.element, [productDims(type.shape)]))],
    winnersOf(x, w, direction, b),
    [b.reshape(values, { shape: [productDims(tensorTypeOf(values).shape)] })],
    {
      scatterDimensionNumbers: { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0], indexVectorDim: 1 },
      updateComputation: b.combiner('add', type.element),
    },
  )[0];
  return b.reshape(flat, { shape: type.shape });
}

/** Flat positions of the windows' winners, one after another. */
export function winnersOf(x: Value, w: Windows, direction: 'GE' | 'GT' | 'LE' | 'LT', b: Methods): Value {
  const positions = b.windowArgmax(x, {
    windowDimensions: w.dimensions,
    windowStrides: w.strides,
    baseDilations: w.baseDilations,
    windowDilations: w.windowDilations,
    padding: w.padding,
    direction,
    element: i64,
  });
  return b.reshape(positions, { shape: [productDims(tensorTypeOf(positions).shape)] });
}

/** Cotangents of the input and the initial value from the cotangent of the one result. The initial value of a maximum is taken for its identity. */
export function reduceWindowCotangents(args: ReduceWindowArgs, b: Methods): Cotangents {
  if (args.inputs.length === 1 && tensorTypeOf(args.inputs[0]).element === tensorTypeOf(args.ct).element) {
    switch (combinerOf(args.body.program)) {
      case 'add':
        return addition(args, b);
      case 'maximum':
        return extremum(args, 'GE', b);
      case 'minimum':
        return extremum(args, 'LE', b);
    }
  }
  throw failure('not-differentiable', {
    op: 'reduce_window',
    message: `has no derivative for this body and ${args.inputs.length} inputs`,
    valid: 'one input with a body that adds or takes the maximum or minimum',
  });
}
