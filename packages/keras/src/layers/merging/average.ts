import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';

import { Merge, type MergeFactory, mergeFactory } from './merge.ts';

/** The mean of the inputs. Shapes broadcast. Source: `keras.layers.Average`. */
export class Average extends Merge {
  static override readonly className: string = 'Average';
  static override readonly module: string = 'keras.layers';

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return tf.divide(
      inputs.reduce((a, b) => tf.add(a, b)),
      inputs.length,
    );
  }
}
export const average: MergeFactory<Average> = mergeFactory(Average);
