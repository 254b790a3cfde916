/** Random operations that carry on a stream of their own. Seeds follow `tf.random.set_seed`'s rule; see seed.ts. */
import { checkOptions } from '@millrace/ir';
import type { TensorLike } from '../../tensor/convert.ts';
import type { ShapeArgument } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type CategoricalOptions, categoricalTensor, shuffleTensor } from './choices.ts';
import { type NormalOptions, normalTensor, truncatedNormalTensor, type UniformOptions, uniformTensor } from './random-tensor.ts';
import { statefulSource } from './seed.ts';

export interface OperationSeed {
  /** Makes the sequence of this operation the same in each run. Default: the global seed and the number of the call decide. */
  readonly seed?: number | bigint;
}

const uniformKeys = ['minval', 'maxval', 'dtype', 'seed'];
const normalKeys = ['mean', 'stddev', 'dtype', 'seed'];

/**
 * Numbers uniform in [minval, maxval). Source: `tf.random.uniform`.
 * @throws ValueError when an integer dtype has no maxval; InvalidArgumentError when its range is empty
 */
export function uniform(shape: ShapeArgument, options: UniformOptions & OperationSeed = {}): Tensor {
  checkOptions('random.uniform', options, uniformKeys);
  return uniformTensor('random.uniform', shape, options, statefulSource('uniform', options.seed));
}

/** Normal numbers. Source: `tf.random.normal`. */
export function normal(shape: ShapeArgument, options: NormalOptions & OperationSeed = {}): Tensor {
  checkOptions('random.normal', options, normalKeys);
  return normalTensor('random.normal', shape, options, statefulSource('normal', options.seed));
}

/** Normal numbers, those further than two standard deviations from the mean drawn again. Source: `tf.random.truncated_normal`. */
export function truncatedNormal(shape: ShapeArgument, options: NormalOptions & OperationSeed = {}): Tensor {
  checkOptions('random.truncatedNormal', options, normalKeys);
  return truncatedNormalTensor('random.truncatedNormal', shape, options, statefulSource('truncatedNormal', options.seed));
}

/** The rows of `value` in a random order. Source: `tf.random.shuffle`. */
export function shuffle(value: TensorLike, options: OperationSeed = {}): Tensor {
  checkOptions('random.shuffle', options, ['seed']);
  return shuffleTensor('random.shuffle', value, statefulSource('shuffle', options.seed));
}

/**
 * Samples of classes with probabilities softmax(logits). Source: `tf.random.categorical`.
 * @param logits  [batch, classes]
 * @returns [batch, numSamples], int64
 */
export function categorical(logits: TensorLike, numSamples: number, options: CategoricalOptions & OperationSeed = {}): Tensor {
  checkOptions('random.categorical', options, ['dtype', 'seed']);
  return categoricalTensor('random.categorical', logits, numSamples, options, statefulSource('categorical', options.seed));
}
