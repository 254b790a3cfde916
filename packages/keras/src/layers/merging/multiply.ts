import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';

import { Merge, type MergeFactory, mergeFactory } from './merge.ts';

/** The product of the inputs. Shapes broadcast. Source: `keras.layers.Multiply`. */
export class Multiply extends Merge {
  static override readonly className: string = 'Multiply';
  static override readonly module: string = 'keras.layers';

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((a, b) => tf.multiply(a, b));
  }
}
export const multiply: MergeFactory<Multiply> = mergeFactory(Multiply);
