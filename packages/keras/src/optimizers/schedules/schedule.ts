/** Learning rates that change with the step. Source: `keras.optimizers.schedules`. */

import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { Configurable } from '../../options/configurable.ts';

/** Base of schedules. Subclasses implement `rate`. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: instances are functions, see options/callable.ts
export abstract class LearningRateSchedule<O extends object = object> extends Configurable<O> {
  static override readonly module: string = 'keras.optimizers.schedules';
  /** The learning rate at a step: scalar float32 in and out. */
  protected abstract rate(step: Tensor): Tensor;
  /** The learning rate at a step, counted from 0. */
  apply(step: number | Tensor): Tensor {
    return this.rate(tf.cast(tf.convertToTensor(step), 'float32'));
  }
}

/** Schedules are called like functions: `schedule(step)`. */
export interface LearningRateSchedule<O extends object = object> {
  (step: number | Tensor): Tensor;
  readonly optionsType?: O;
}
