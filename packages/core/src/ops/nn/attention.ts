/** Attention as one function. */
import { checkOptions, failure, methods, sameDim, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { alignOperands, broadcastTensor, commonDtype, requireKind } from '../broadcast.ts';
import { matmul } from '../linalg/matmul.ts';
import { floating } from '../math/families.ts';
import { dropout } from './dropout.ts';
import { softmaxOf } from './softmax.ts';

export interface AttentionOptions {
  /** Which sources each target may see: bool, or numbers added to the scores; broadcasts to [..., targets, sources]. */
  readonly mask?: TensorLike | null;
  /** Whether a target sees no later source than itself. Default false. */
  readonly causal?: boolean;
  /** Factor of the scores. Default 1 / sqrt(dim). */
  readonly scale?: number;
  /** Probability in [0, 1) to drop a weight. Default 0. */
  readonly dropout?: number;
}

/**
 * Scaled dot-product attention: softmax(query keyᵀ * scale + mask) value. Source: arXiv:1706.03762, section 3.2.1.
 * @param query  [..., targets, dim]
 * @param key    [..., sources, dim]
 * @param value  [..., sources, valueDim]
 * @returns [..., targets, valueDim]
 * @throws InvalidArgumentError when sizes or dtypes differ
 */
export function scaledDotProductAttention(query: TensorLike, key: TensorLike, value: TensorLike, options: AttentionOptions = {}): Tensor {
  const op = 'nn.scaledDotProductAttention';
  checkOptions(op, options, ['mask', 'causal', 'scale', 'dropout']);
  const [q, k, v] = commonDtype(op, [query, key, value], ['query', 'key', 'value']);
  requireKind(op, q, floating, 'query');
  checkSizes(op, q, k, v);
  const scale = options.scale ?? 1 / Math.sqrt(Number(q.type.shape[q.rank - 1]));
  const products = matmul(q, k, { transposeB: true });
  let scores = methods.multiply(products, methods.full(products.type, scale)) as Tensor;
  if (options.mask !== null && options.mask !== undefined) scores = masked(op, scores, options.mask);
  if (options.causal) scores = causal(scores);
  const weights = softmaxOf(scores, scores.rank - 1);
  return matmul(options.dropout ? dropout(weights, { rate: options.dropout }) : weights, v);
}

function checkSizes(op: string, q: Tensor, k: Tensor, v: Tensor): void {
  const [a, b, c] = [q.type.shape, k.type.shape, v.type.shape];
  const fits = q.rank >= 2 && k.rank >= 2 && v.rank >= 2 && sameDim(a[q.rank - 1], b[k.rank - 1]) && sameDim(b[k.rank - 2], c[v.rank - 2]);
  if (fits) return;
  const message = `query has shape ${showShape(a)}, key ${showShape(b)}, value ${showShape(c)}`;
  throw failure('shape-mismatch', { op, message, valid: '[..., targets, dim], [..., sources, dim], [..., sources, valueDim]' });
}

const never = Number.NEGATIVE_INFINITY;

function masked(op: string, scores: Tensor, mask: TensorLike): Tensor {
  const isBoolean = toTensor(op, mask).type.element.kind === 'boolean';
  if (isBoolean) return methods.select(broadcastTensor(toTensor(op, mask), scores.type.shape), scores, methods.full(scores.type, never)) as Tensor;
  const [a, b] = alignOperands(op, [scores, mask], ['scores', 'mask']);
  return methods.add(a, b) as Tensor;
}

/** Scores of later sources become -infinity. */
function causal(scores: Tensor): Tensor {
  const { shape } = scores.type;
  const element = toTensor('nn.attention', new Int32Array(1)).type.element;
  const place = (axis: number): ReturnType<typeof methods.iota> => methods.iota({ iotaDimension: axis, shape, element });
  const sees = methods.compare(place(shape.length - 1), place(shape.length - 2), { comparisonDirection: 'LE' });
  return methods.select(sees, scores, methods.full(scores.type, never)) as Tensor;
}
