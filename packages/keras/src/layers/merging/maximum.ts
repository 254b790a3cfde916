import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';

import { Merge, type MergeFactory, mergeFactory } from './merge.ts';

/** The largest of the inputs, element by element. Shapes broadcast. Source: `keras.layers.Maximum`. */
export class Maximum extends Merge {
  static override readonly className: string = 'Maximum';
  static override readonly module: string = 'keras.layers';

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((a, b) => tf.maximum(a, b));
  }
}
export const maximum: MergeFactory<Maximum> = mergeFactory(Maximum);
