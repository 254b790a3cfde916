import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';

import { Merge, type MergeFactory, mergeFactory } from './merge.ts';

/** The sum of the inputs. Shapes broadcast. Source: `keras.layers.Add`. */
export class Add extends Merge {
  static override readonly className: string = 'Add';
  static override readonly module: string = 'keras.layers';

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((a, b) => tf.add(a, b));
  }
}
export const add: MergeFactory<Add> = mergeFactory(Add);
