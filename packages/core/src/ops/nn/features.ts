/** Small functions of features, logits and weights. */
import { applyScalar, checkOptions, failure, methods, sameDim, scalarInput, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
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
