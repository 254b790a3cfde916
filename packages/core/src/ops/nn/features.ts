/** Small functions of features, logits and weights. */
import { applyScalar, checkOptions, failure, methods, sameDim, scalarInput, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { type Axis, checkInteger, resolveAxes } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { broadcastTensor, commonDtype, constantLike, requireKind } from '../broadcast.ts';
import { gather, toIndices } from '../indexing/gather.ts';
import { floating, numeric } from '../math/families.ts';
import { pointwise } from '../pointwise.ts';
import { keepAxes, reduceWith } from '../reduction/family.ts';
import { meanOf } from '../reduction/sums.ts';
import { channelAxis, type DataFormat } from './data-format.ts';

export interface BiasAddOptions {
  /** Where the channels are. Default 'NHWC': the last axis. */
  readonly dataFormat?: DataFormat;
}

/**
 * Adds a bias to each channel. Source: `tf.nn.bias_add`.
 * @param value  rank 2 or more
 * @param bias   [channels]
 * @throws InvalidArgumentError when the number of channels differs
 */
export function biasAdd(value: TensorLike, bias: TensorLike, options: BiasAddOptions = {}): Tensor {
  const op = 'nn.biasAdd';
  checkOptions(op, options, ['dataFormat']);
  const [x, b] = commonDtype(op, [value, bias], ['value', 'bias']);
  requireKind(op, x, numeric, 'value');
  if (x.rank < 2 || b.rank !== 1) throw failure('rank', { op, message: `value has rank ${x.rank}, bias ${b.rank}`, valid: 'rank 2 or more, and rank 1' });
  const axis = channelAxis(op, options.dataFormat, x.rank);
  if (!sameDim(x.type.shape[axis], b.type.shape[0]))
    throw failure('shape-mismatch', {
      op,
      message: `value has shape ${showShape(x.type.shape)}, bias ${showShape(b.type.shape)}`,
      valid: `bias of size ${x.type.shape[axis]}`,
    });
  return methods.add(x, methods.broadcast(b, x.type.shape, [axis])) as Tensor;
}

const x = scalarInput(0);
const half = x.mul(x).mul(0.5);

/** Half the sum of squares: a scalar. Source: `tf.nn.l2_loss`. */
export function l2Loss(t: TensorLike): Tensor {
  const operand = toTensor('nn.l2Loss', t);
  requireKind('nn.l2Loss', operand, floating, 't');
  return methods.sum(
    pointwise(half, [operand]),
    operand.type.shape.map((_, i) => i),
  ) as Tensor;
}

export interface L2NormalizeOptions {
  /** Axes of the norm. Default: all of them. */
  readonly axis?: Axis | null;
  /** Lower bound of the squared norm. Default 1e-12. */
  readonly epsilon?: number;
}

/** x / sqrt(max(sum(x^2), epsilon)). Source: `tf.math.l2_normalize`. */
export function l2Normalize(value: TensorLike, options: L2NormalizeOptions = {}): Tensor {
  const op = 'nn.l2Normalize';
  checkOptions(op, options, ['axis', 'epsilon']);
  const operand = toTensor(op, value);
  requireKind(op, operand, floating);
  const axes = resolveAxes(op, options.axis, operand.rank);
  const squares = keepAxes(reduceWith(pointwise(x.mul(x), [operand]), axes, 'add', 0), operand, axes);
  const factor = pointwise(applyScalar('rsqrt', [x.max(options.epsilon ?? 1e-12)]), [squares]);
  return methods.multiply(operand, broadcastTensor(factor, operand.type.shape)) as Tensor;
}

/** The share of elements that are 0: a float32 scalar; NaN of nothing. Source: `tf.math.zero_fraction`. */
export function zeroFraction(value: TensorLike): Tensor {
  const operand = toTensor('nn.zeroFraction', value);
  requireKind('nn.zeroFraction', operand, numeric, 'value');
  const isZero = methods.compare(operand, constantLike(operand, 0), { comparisonDirection: 'EQ' });
  const element = toTensor('nn.zeroFraction', 0).type.element;
  return meanOf(
    methods.convert(isZero, { element }) as Tensor,
    operand.type.shape.map((_, i) => i),
  );
}

/**
 * Whether each target is among the k largest predictions of its row; a tie with the k-th counts as inside. A row with NaN or infinity at
 * the target is false. Source: `tf.math.in_top_k`.
 * @param targets      [batch], integers
 * @param predictions  [batch, classes]
 * @returns [batch], bool
 */
export function inTopK(targets: TensorLike, predictions: TensorLike, k: number): Tensor {
  const op = 'nn.inTopK';
  const count = checkInteger(op, 'k', k);
  const scores = toTensor(op, predictions);
  requireKind(op, scores, floating, 'predictions');
  const classes = toIndices(op, targets, 'targets');
  if (scores.rank !== 2 || classes.rank !== 1 || !sameDim(scores.type.shape[0], classes.type.shape[0]))
    throw failure('shape-mismatch', {
      op,
      message: `targets have shape ${showShape(classes.type.shape)}, predictions ${showShape(scores.type.shape)}`,
      valid: '[batch] and [batch, classes]',
    });
  const own = gather(scores, methods.reshapeTo(classes, [...classes.type.shape, 1]) as Tensor, { axis: 1, batchDims: 1 });
  const larger = methods.compare(scores, broadcastTensor(own, scores.type.shape), { comparisonDirection: 'GT' });
  const { element } = toTensor(op, 0).type;
  const rank = reduceWith(methods.convert(larger, { element }) as Tensor, [1], 'add', 0);
  const finite = methods.reshapeTo(methods.isFinite(own), rank.type.shape);
  const above = methods.compare(rank, constantLike(rank, count), { comparisonDirection: 'LT' });
  return methods.and(above, finite) as Tensor;
}

export interface EmbeddingLookupOptions {
  /** Rows with a larger Euclidean norm are scaled down to it. Default: none. */
  readonly maxNorm?: number | null;
}

/**
 * Rows of a table by id: params[ids]. Source: `tf.nn.embedding_lookup`.
 * @param params  [rows, ...]
 * @param ids     integers of any shape
 * @throws InvalidArgumentError when an id is out of range
 */
export function embeddingLookup(params: TensorLike, ids: TensorLike, options: EmbeddingLookupOptions = {}): Tensor {
  const op = 'nn.embeddingLookup';
  checkOptions(op, options, ['maxNorm']);
  const table = toTensor(op, params);
  if (table.rank === 0) throw failure('rank', { op, message: 'params is a scalar', valid: 'rank 1 or more' });
  const places = toIndices(op, ids, 'ids');
  const rows = gather(table, places, { axis: 0 });
  const { maxNorm } = options;
  if (maxNorm === null || maxNorm === undefined) return rows;
  return clipRows(rows, places.rank, maxNorm);
}

/** Scales rows down to a norm: `tf.clip_by_norm` over the axes behind the ids. */
function clipRows(rows: Tensor, from: number, maxNorm: number): Tensor {
  const axes = rows.type.shape.map((_, i) => i).slice(from);
  const squares = keepAxes(reduceWith(pointwise(x.mul(x), [rows]), axes, 'add', 0), rows, axes);
  const factor = pointwise(applyScalar('divide', [maxNorm, x.sqrt().max(maxNorm)]), [squares]);
  return methods.multiply(rows, broadcastTensor(factor, rows.type.shape)) as Tensor;
}
