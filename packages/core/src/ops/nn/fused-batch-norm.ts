/** Batch normalization with its running averages in one call. */
import { checkOptions, failure, methods, scalarInput } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { requireKind } from '../broadcast.ts';
import { floating } from '../math/families.ts';
import { pointwise } from '../pointwise.ts';
import { channelAxis, type DataFormat } from './data-format.ts';
import { alongAxes, momentsOf, normalized } from './normalization.ts';

const [input0, input1] = [scalarInput(0), scalarInput(1)];

export interface FusedBatchNormOptions {
  /** Mean to normalize by when not training; when training, the running mean to move. */
  readonly mean?: TensorLike | null;
  readonly variance?: TensorLike | null;
  /** Added to the variance. Default 0.001. */
  readonly epsilon?: number;
  readonly dataFormat?: DataFormat;
  /** Whether to normalize by the batch's own moments. Default true. */
  readonly isTraining?: boolean;
  /** Weight of the batch's moments in the running ones; 1 takes the batch's. Default 1. */
  readonly exponentialAvgFactor?: number;
}

/**
 * Batch normalization over all axes but the channels. Source: `tf.compat.v1.nn.fused_batch_norm`.
 * @param scale   [channels]
 * @param offset  [channels]
 * @returns the normalized features, and the mean and the variance for the running averages; the variance is that of a sample (n - 1)
 */
export function fusedBatchNorm(
  features: TensorLike,
  scaleOf: TensorLike,
  offsetOf: TensorLike,
  options: FusedBatchNormOptions = {},
): { readonly y: Tensor; readonly mean: Tensor; readonly variance: Tensor } {
  const op = 'nn.fusedBatchNorm';
  checkOptions(op, options, ['mean', 'variance', 'epsilon', 'dataFormat', 'isTraining', 'exponentialAvgFactor']);
  const value = toTensor(op, features);
  requireKind(op, value, floating);
  const channel = channelAxis(op, options.dataFormat, value.rank);
  const axes = value.type.shape.map((_, i) => i).filter((i) => i !== channel);
  const training = options.isTraining ?? true;
  const vector = (given: TensorLike | null | undefined, name: string): Tensor => {
    if (given === null || given === undefined) throw failure('value', { op, message: `${name} is needed` });
    return toTensor(op, given, value.type.element);
  };
  const spread = (t: Tensor, name: string): Tensor => alongAxes(op, name, t, value, [channel]);
  const [gamma, beta] = [spread(vector(scaleOf, 'scale'), 'scale'), spread(vector(offsetOf, 'offset'), 'offset')];
  const own = training ? momentsOf(value, axes) : null;
  const flat = (t: Tensor): Tensor => methods.reshapeTo(t, [value.type.shape[channel]]) as Tensor;
  const [m, v] = own ? [flat(own.mean), flat(own.variance)] : [vector(options.mean, 'mean'), vector(options.variance, 'variance')];
  const y = normalized([value, spread(m, 'mean'), spread(v, 'variance')], beta, gamma, options.epsilon ?? 0.001);
  if (!own) return { y, mean: m, variance: v };
  const count = axes.reduce((n, a) => n * Number(value.type.shape[a]), 1);
  const sample = methods.multiply(v, methods.full(v.type, count / Math.max(count - 1, 1))) as Tensor;
  const weight = options.exponentialAvgFactor ?? 1;
  const average = (old: TensorLike | null | undefined, now: Tensor): Tensor => {
    if (weight === 1 || old === null || old === undefined) return now;
    const before = toTensor(op, old, value.type.element);
    return pointwise(input0.mul(1 - weight).add(input1.mul(weight)), [before, now]);
  };
  return { y, mean: average(options.mean, m), variance: average(options.variance, sample) };
}
