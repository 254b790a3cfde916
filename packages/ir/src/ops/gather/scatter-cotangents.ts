/** Derivatives of scatter by the kind of its update computation. */
import { scalarInput } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Region, Value } from '../../builder/value.ts';
import { failure } from '../../errors/index.ts';
import { combinerOf, isReplacement } from '../../program/combiner-match.ts';
import { type Dim, isStatic, productDims } from '../../types/dim.ts';
import { i32, i64 } from '../../types/element.ts';
import { type TensorType, tensorType } from '../../types/type.ts';
import { replacementRegion } from '../regions.ts';
import { tensorTypeOf } from '../values.ts';
import { asGather, type ScatterNumbers, windowAxes } from './gather-numbers.ts';

export interface ScatterArgs {
  readonly inputs: readonly Value[];
  readonly scatterIndices: Value;
  readonly updates: readonly Value[];
  readonly scatterDimensionNumbers: ScatterNumbers;
  readonly indicesAreSorted: boolean;
  readonly uniqueIndices: boolean;
  readonly updateComputation: Region;
  readonly results: readonly Value[];
  readonly ct: Value;
  readonly needs: (operand: 'inputs' | 'scatterIndices' | 'updates') => boolean;
}

interface Cotangents {
  readonly inputs: readonly (Value | null)[];
  readonly updates: readonly (Value | null)[];
}

/** Sizes of a window in the operand's axes: 1 on inserted and batching axes. */
function windowSizes({ inputs, updates, scatterDimensionNumbers: n }: ScatterArgs): Dim[] {
  const kept = windowAxes(tensorTypeOf(inputs[0]).rank, asGather(n));
  const shape = tensorTypeOf(updates[0]).shape;
  return tensorTypeOf(inputs[0]).shape.map((_, axis) => (kept.includes(axis) ? shape[n.updateWindowDims[kept.indexOf(axis)]] : 1));
}

/** For each update, the element of `x` (shaped as the inputs) that it went to; 0 where it was skipped. */
function readBack(x: Value, args: ScatterArgs, b: Methods): Value {
  const { scatterIndices, scatterDimensionNumbers: n } = args;
  const type = tensorTypeOf(x);
  const sizes = windowSizes(args);
  // A margin of zeros as wide as a window on each indexed axis: gather clamps there what scatter skips.
  const margin = type.shape.map((_, axis) => (n.scatterDimsToOperandDims.includes(axis) ? staticSize(sizes[axis]) : 0));
  const padded = b.pad(x, b.scalar(type.element, 0), { edgePaddingLow: margin, edgePaddingHigh: margin, interiorPadding: margin.map(() => 0) });
  const indexType = tensorTypeOf(scatterIndices);
  const wide = indexType.element.bits < 32 ? b.convert(scatterIndices, { element: i32 }) : scatterIndices;
  const shifted = b.add(wide, indexShift(wide, n, margin, b));
  return b.gather(padded, shifted, { dimensionNumbers: asGather(n), sliceSizes: sizes });
}

/** The margin of each component of the index vectors, at the shape of the indices. */
function indexShift(indices: Value, n: ScatterNumbers, margin: readonly number[], b: Methods): Value {
  const { element, shape, rank } = tensorTypeOf(indices);
  const parts = n.scatterDimsToOperandDims.map((d) => b.full(tensorType(element, [1]), margin[d]));
  if (parts.length === 0) return b.zeros(tensorTypeOf(indices));
  if (n.indexVectorDim === rank) return b.full(tensorTypeOf(indices), margin[n.scatterDimsToOperandDims[0]]);
  return b.broadcast(parts.length === 1 ? parts[0] : b.concatenate(parts, { dimension: 0 }), shape, [n.indexVectorDim]);
}

/** Windows along an indexed axis have known sizes. */
function staticSize(d: Dim): number {
  if (isStatic(d)) return d;
  throw failure('not-differentiable', { op: 'scatter', message: `windows of unknown size ${d} along an indexed axis have no derivative` });
}

function scatterWith(
  x: Value,
  updates: Value,
  body: Region,
  { scatterIndices, scatterDimensionNumbers, indicesAreSorted, uniqueIndices }: ScatterArgs,
  b: Methods,
): Value {
  return b.scatter([x], scatterIndices, [updates], { scatterDimensionNumbers, indicesAreSorted, uniqueIndices, updateComputation: body })[0];
}

/** Of several replacements of one element the last wins: each update writes its number, and those that read it back have won. */
function winners(args: ScatterArgs, b: Methods): Value {
  const updates = tensorTypeOf(args.updates[0]);
  const numbers = b.reshape(b.iota({ iotaDimension: 0, shape: [productDims(updates.shape)], element: i64 }), { shape: updates.shape });
  const one = b.pointwise(scalarInput(0).add(1), [numbers]);
  const written = scatterWith(b.zeros(tensorType(i64, tensorTypeOf(args.inputs[0]).shape)), one, replacementRegion(i64, b), args, b);
  return b.compare(readBack(written, args, b), one, { comparisonDirection: 'EQ' });
}

function replacement(args: ScatterArgs, b: Methods): Cotangents {
  const updates = tensorTypeOf(args.updates[0]);
  const read = readBack(args.ct, args, b);
  return {
    inputs: [scatterWith(args.ct, b.zeros(updates), args.updateComputation, args, b)],
    updates: [args.uniqueIndices ? read : b.select(winners(args, b), read, b.zeros(updates))],
  };
}

/** Equal parts to the input and the updates that attain the result, as TensorFlow's `TensorScatterMax`. */
function extremum(args: ScatterArgs, b: Methods): Cotangents {
  const [x, u, y] = [args.inputs[0], args.updates[0], args.results[0]];
  const [inputs, updates] = [tensorTypeOf(x), tensorTypeOf(u)];
  const indicator = (p: Value, q: Value, type: TensorType): Value => b.convert(b.compare(p, q, { comparisonDirection: 'EQ' }), { element: type.element });
  const ofInput = indicator(x, y, inputs);
  const ofUpdates = indicator(u, readBack(y, args, b), updates);
  const add = b.combiner('add', inputs.element);
  const count = scatterWith(ofInput, ofUpdates, add, args, b);
  const share = b.divide(args.ct, count);
  return { inputs: [b.multiply(share, ofInput)], updates: [b.multiply(readBack(share, args, b), ofUpdates)] };
}

function product(args: ScatterArgs, b: Methods): Cotangents {
  if (!args.uniqueIndices) {
    throw failure('not-differentiable', {
      op: 'scatter',
      message: 'a product over indices that may repeat has no derivative',
      hint: 'set uniqueIndices where no index repeats',
    });
  }
  // Each factor's cotangent reads the other factor, which a transposition of linear maps may not do for both.
  return {
    inputs: [args.needs('inputs') ? scatterWith(args.ct, b.conjugate(args.updates[0]), args.updateComputation, args, b) : null],
    updates: [args.needs('updates') ? readBack(b.multiply(args.ct, b.conjugate(args.inputs[0])), args, b) : null],
  };
}

/** Cotangents of inputs and updates from the cotangent of the one result. */
export function scatterCotangents(args: ScatterArgs, b: Methods): Cotangents {
  const { program } = args.updateComputation;
  if (args.inputs.length === 1) {
    if (isReplacement(program)) return replacement(args, b);
    switch (combinerOf(program)) {
      case 'add':
        return { inputs: [args.ct], updates: [readBack(args.ct, args, b)] };
      case 'maximum':
      case 'minimum':
        return extremum(args, b);
      case 'multiply':
        return product(args, b);
    }
  }
  throw failure('not-differentiable', {
    op: 'scatter',
    message: `has no derivative for this updateComputation and ${args.inputs.length} inputs`,
    valid: 'one input with an updateComputation that adds, multiplies, takes the maximum or minimum, or replaces',
  });
}
