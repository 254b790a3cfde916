/** Random operations that are functions of their seed: equal seeds give equal numbers. Source: `tf.random.stateless_*`, bit by bit for Philox. */
import { checkOptions, failure, methods } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { asDtype } from '../../tensor/dtypes.ts';
import { checkInteger, type ShapeArgument } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { requireOptions } from '../required-options.ts';
import { type CategoricalOptions, categoricalTensor, shuffleTensor } from './choices.ts';
import { fullRangeTensor, type NormalOptions, normalTensor, truncatedNormalTensor, type UniformOptions, uniformTensor } from './random-tensor.ts';
import { readSeed, type Seed, statelessSource } from './seed.ts';

export interface StatelessSeed {
  /** Two integers. */
  readonly seed: Seed;
}

/** An integer dtype may leave both bounds null: then the numbers cover all of it. */
export type StatelessUniformOptions = Omit<UniformOptions, 'minval' | 'maxval'> &
  StatelessSeed & { readonly minval?: number | bigint | null; readonly maxval?: number | bigint | null };

/** Numbers uniform in [minval, maxval). */
export function statelessUniform(shape: ShapeArgument, options: StatelessUniformOptions): Tensor {
  const op = 'random.statelessUniform';
  requireOptions(op, options, ['seed', 'minval', 'maxval', 'dtype'], ['seed']);
  const source = statelessSource(op, options.seed);
  const { element } = asDtype(options.dtype ?? 'float32');
  if (options.minval === null || options.maxval === null) {
    if (element.kind === 'float' || (options.minval ?? null) !== (options.maxval ?? null))
      throw failure('value', { op, message: 'minval and maxval may be null together only, and for integers only' });
    return fullRangeTensor(op, shape, element, source, 'shared');
  }
  return uniformTensor(op, shape, options as UniformOptions, source, 'shared');
}

/** Normal numbers. */
export function statelessNormal(shape: ShapeArgument, options: NormalOptions & StatelessSeed): Tensor {
  const op = 'random.statelessNormal';
  requireOptions(op, options, ['seed', 'mean', 'stddev', 'dtype'], ['seed']);
  return normalTensor(op, shape, options, statelessSource(op, options.seed), 'shared');
}

/** Normal numbers within two standard deviations of the mean. */
export function statelessTruncatedNormal(shape: ShapeArgument, options: NormalOptions & StatelessSeed): Tensor {
  const op = 'random.statelessTruncatedNormal';
  requireOptions(op, options, ['seed', 'mean', 'stddev', 'dtype'], ['seed']);
  return truncatedNormalTensor(op, shape, options, statelessSource(op, options.seed), 'shared');
}

/** The rows of `value` in a random order. Which order a seed gives is ours. */
export function statelessShuffle(value: TensorLike, options: StatelessSeed): Tensor {
  const op = 'random.statelessShuffle';
  requireOptions(op, options, ['seed'], ['seed']);
  return shuffleTensor(op, value, statelessSource(op, options.seed));
}

/** Samples of classes with probabilities softmax(logits): [batch, classes] to [batch, numSamples]. Which samples a seed gives is ours. */
export function statelessCategorical(logits: TensorLike, numSamples: number, options: CategoricalOptions & StatelessSeed): Tensor {
  const op = 'random.statelessCategorical';
  requireOptions(op, options, ['seed', 'dtype'], ['seed']);
  return categoricalTensor(op, logits, numSamples, options, statelessSource(op, options.seed));
}

/**
 * `num` new seeds out of one, as rows. Source: `tf.random.split`.
 * @returns [num, 2], int32
 */
export function split(seed: Seed, options: { readonly num?: number } = {}): Tensor {
  const op = 'random.split';
  checkOptions(op, options, ['num']);
  const num = checkInteger(op, 'num', options.num ?? 2, { min: 0 });
  return statelessUniform([num, 2], { seed, minval: null, maxval: null, dtype: 'int32' });
}

/**
 * A new seed out of one and an integer. Source: `tf.random.fold_in`.
 * @returns [2], int32
 */
export function foldIn(seed: Seed, data: number): Tensor {
  const op = 'random.foldIn';
  readSeed(op, seed);
  const number = checkInteger(op, 'data', data, { min: -(2 ** 31), max: 2 ** 31 - 1 });
  const drawn = statelessUniform([1], { seed, minval: null, maxval: null, dtype: 'int32' });
  return methods.concatenate([drawn, toTensor(op, [number], drawn.type.element)], { dimension: 0 }) as Tensor;
}
