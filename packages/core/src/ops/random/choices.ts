/** Random permutations and samples of classes, from uniform draws. */
import { type ElementType, f64, failure, methods, tensorType, withoutRecorder } from '@millrace/ir';
import { openBatches } from '../../function/batch-context.ts';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { asDtype, type DTypeLike } from '../../tensor/dtypes.ts';
import { checkInteger } from '../../tensor/shape-argument.ts';
import { eager, storageOf, type Tensor } from '../../tensor/tensor.ts';
import { drawIntegers, drawUniform } from './draw.ts';
import type { Source } from './random-tensor.ts';

/** `value` with its rows (slices along axis 0) in a random order: the shuffle of Fisher and Yates. */
export function shuffleTensor(op: string, value: TensorLike, source: Source): Tensor {
  const x = toTensor(op, value);
  if (x.rank === 0) throw failure('rank', { op, message: 'the value is a scalar', valid: 'rank 1 or more' });
  const rows = x.type.shape[0];
  if (typeof rows !== 'number') throw failure('unimplemented', { op, message: 'the number of rows must be known' });
  refuseBatches(op);
  const order = permutation(rows, source);
  const indices = eager.fromData(tensorType(indexElement, [rows]), order);
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

/** The numbers 0 to n - 1 in a random order. */
export function permutation(n: number, source: Source): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const words = new Uint32Array(n);
  const { element } = asDtype('uint32');
  drawIntegers(element, words, source(n, element), null);
  for (let i = 0; i < n - 1; i++) {
    const j = i + (words[i] % (n - i));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

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
  const [batch, classes] = x.type.shape as readonly number[];
  if (classes === 0) throw failure('invalid-value', { op, message: 'there are no classes' });
  storageOf(x, op);
  const scores = withoutRecorder('all', () => (methods.convert(x, { element: f64 }) as Tensor).dataSync()) as unknown as Float64Array;
  const units = new Float64Array(batch * samples);
  drawUniform(f64, units, source(units.length, f64));
  const chosen = new Float64Array(units.length);
  for (let row = 0; row < batch; row++) sampleRow(scores.subarray(row * classes, (row + 1) * classes), units, chosen, row * samples, samples);
  const indices = eager.fromData(tensorType(f64, [batch, samples]), chosen);
  return withoutRecorder('all', () => methods.convert(indices, { element }) as Tensor);
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
