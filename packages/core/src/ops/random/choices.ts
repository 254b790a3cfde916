/** Random permutations and samples of classes, from uniform draws. */
import { currentBase, drawUniform, type ElementType, f64, failure, methods, tensorType, withoutRecorder } from '@millrace/ir';
import { openBatches } from '../../function/batch-context.ts';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { asDtype, type DTypeLike } from '../../tensor/dtypes.ts';
import { checkInteger, knownSizes } from '../../tensor/shape-argument.ts';
import { eager, storageOf, type Tensor } from '../../tensor/tensor.ts';
import { reshape } from '../array/reshape.ts';
import { sliceAxis } from '../indexing/slice.ts';
import { where } from '../indexing/where.ts';
import { minimum, multiply, subtract } from '../math/arithmetic.ts';
import { cast } from '../math/cast.ts';
import { lessEqual } from '../math/compare.ts';
import { cumsum } from '../math/cumulative.ts';
import { exp } from '../math/unary.ts';
import { reduceMax } from '../reduction/extremes.ts';
import { reduceSum } from '../reduction/sums.ts';
import { plainDrawing, randomTensor } from './random-tensor.ts';
import type { Source } from './seed.ts';

/** `value` with its rows (slices along axis 0) in a random order: the shuffle of Fisher and Yates. */
export function shuffleTensor(op: string, value: TensorLike, source: Source): Tensor {
  const x = toTensor(op, value);
  if (x.rank === 0) throw failure('rank', { op, message: 'the value is a scalar', valid: 'rank 1 or more' });
  refuseBatches(op);
  const indices = randomTensor(op, x.type.shape.slice(0, 1), plainDrawing(indexElement, 'permutation'), source);
  const row = [1, ...x.type.shape.slice(1)];
  return methods.gather(x, indices, {
    dimensionNumbers: {
      offsetDims: row.slice(1).map((_, i) => i + 1),
      collapsedSliceDims: [0],
      operandBatchingDims: [],
      startIndicesBatchingDims: [],
      startIndexMap: [0],
      indexVectorDim: 1,
    },
    sliceSizes: row as number[],
  }) as Tensor;
}

const indexElement: ElementType = asDtype('int32').element;

export interface CategoricalOptions {
  /** int64, the default, or int32. */
  readonly dtype?: DTypeLike;
}

/** Samples of classes: the number of cumulative probabilities that a uniform number has passed. */
export function categoricalTensor(op: string, logits: TensorLike, numSamples: number, { dtype = 'int64' }: CategoricalOptions, source: Source): Tensor {
  const samples = checkInteger(op, 'numSamples', numSamples, { min: 0 });
  const x = toTensor(op, logits);
  if (x.rank !== 2) throw failure('rank', { op, message: `logits have rank ${x.rank}`, valid: '[batch, classes]' });
  const { element } = asDtype(dtype);
  if (element.kind !== 'signed') throw failure('operand-type', { op, message: `dtype is ${String(dtype)}`, valid: 'int32 or int64' });
  refuseBatches(op);
  if (x.type.shape[1] === 0) throw failure('invalid-value', { op, message: 'there are no classes' });
  return withoutRecorder('all', () => {
    const scores = methods.convert(x, { element: f64 }) as Tensor;
    const { stream } = source;
    const isData = currentBase() === eager && scores.builder === eager && stream !== null;
    const chosen = isData ? sampleData(op, scores, samples, stream) : emitSamples(op, scores, samples, source);
    return methods.convert(chosen, { element }) as Tensor;
  });
}

function sampleData(op: string, scores: Tensor, samples: number, stream: NonNullable<Source['stream']>): Tensor {
  storageOf(scores, op);
  const [batch, classes] = scores.type.shape as readonly number[];
  const logits = scores.dataSync() as unknown as Float64Array;
  const units = new Float64Array(batch * samples);
  drawUniform(f64, units, stream(units.length, f64));
  const chosen = new Float64Array(units.length);
  for (let row = 0; row < batch; row++) sampleRow(logits.subarray(row * classes, (row + 1) * classes), units, chosen, row * samples, samples);
  return eager.fromData(tensorType(f64, [batch, samples]), chosen) as Tensor;
}

/** The same in a trace: sums of probabilities are those of data up to rounding. */
function emitSamples(op: string, scores: Tensor, samples: number, source: Source): Tensor {
  const [batch, classes] = knownSizes(op, scores.type.shape, 'a sample of classes');
  const finite = methods.isFinite(scores) as Tensor;
  const known = where(finite, scores, Number.NEGATIVE_INFINITY);
  const weights = where(finite, exp(subtract(scores, reduceMax(known, { axis: 1, keepdims: true }))), 0);
  const cumulative = cumsum(weights, { axis: 1 });
  const total = sliceAxis(cumulative, 1, classes - 1, classes);
  const targets = multiply(randomTensor(op, [batch, samples], plainDrawing(f64, 'uniform'), source), total);
  const passed = lessEqual(reshape(cumulative, [batch, 1, classes]), reshape(targets, [batch, samples, 1]));
  return minimum(reduceSum(cast(passed, 'float64'), { axis: 2 }), classes - 1);
}

/** Samples `count` classes with probabilities softmax(logits). */
function sampleRow(logits: Float64Array, units: Float64Array, chosen: Float64Array, start: number, count: number): void {
  const top = logits.reduce((m, v) => (Number.isFinite(v) && v > m ? v : m), Number.NEGATIVE_INFINITY);
  const cumulative = new Float64Array(logits.length);
  let total = 0;
  for (let i = 0; i < logits.length; i++) {
    if (Number.isFinite(logits[i])) total += Math.exp(logits[i] - top);
    cumulative[i] = total;
  }
  for (let s = 0; s < count; s++) chosen[start + s] = firstAbove(cumulative, units[start + s] * total);
}

/** Position of the first entry of an ascending list that is above `x`; the last one where none is. */
function firstAbove(ascending: Float64Array, x: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] > x) high = middle;
    else low = middle + 1;
  }
  return low;
}

function refuseBatches(op: string): void {
  if (openBatches().length > 0) throw failure('not-batchable', { op, message: 'cannot run under vectorizedMap', hint: 'mapFn runs example by example' });
}
