/** Seeds of a stateful layer, as a variable that is saved with it. Source: `keras.random.SeedGenerator`. */

import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { nextSeed } from '../../initializers/seed.ts';
import { initScope } from '../base/init-scope.ts';

/** A sequence of seeds: `next()` gives [seed, n] with n counting up. */
export class SeedGenerator {
  readonly isSeedGenerator = true as const;
  /** [seed, number of seeds given]. */
  readonly state: Variable;
  constructor(seed: number | null, name: string) {
    const first = seed ?? nextSeed();
    this.state = initScope(() => new tf.Variable([BigInt(first), 0n], { name: `${name}/seed_generator_state`, dtype: 'int64', trainable: false }));
  }
  next(): Tensor {
    const seed = this.state.value();
    this.state.update((old) => tf.add(old, tf.constant([0n, 1n])));
    return seed;
  }
}
