/** Random tensors for initializers: equal seeds give equal values on every device. */

import type { DTypeName, Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { seedPair } from './seed.ts';

/** Uniform in [minval, maxval). */
export const drawUniform = (shape: readonly number[], minval: number, maxval: number, seed: number | null, dtype: DTypeName = 'float32'): Tensor =>
  tf.random.statelessUniform(shape, { seed: seedPair(seed), minval, maxval, dtype });

export const drawNormal = (shape: readonly number[], mean: number, stddev: number, seed: number | null, dtype: DTypeName = 'float32'): Tensor =>
  tf.random.statelessNormal(shape, { seed: seedPair(seed), mean, stddev, dtype });

/** Normal, values beyond two standard deviations drawn again. */
export const drawTruncatedNormal = (shape: readonly number[], mean: number, stddev: number, seed: number | null, dtype: DTypeName = 'float32'): Tensor =>
  tf.random.statelessTruncatedNormal(shape, { seed: seedPair(seed), mean, stddev, dtype });
