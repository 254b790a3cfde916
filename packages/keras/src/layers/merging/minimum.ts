import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';

import { Merge, type MergeFactory, mergeFactory } from './merge.ts';

/** The smallest of the inputs, element by element. Shapes broadcast. Source: `keras.layers.Minimum`. */
export class Minimum extends Merge {
  static override readonly className: string = 'Minimum';
  static override readonly module: string = 'keras.layers';

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((a, b) => tf.minimum(a, b));
  }
}
export const minimum: MergeFactory<Minimum> = mergeFactory(Minimum);
