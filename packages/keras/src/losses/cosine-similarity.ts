import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { cosineSimilarity as cosineSimilarityOf } from './functions.ts';
import { Loss, type LossOptions } from './loss.ts';

export interface CosineSimilarityOptions extends LossOptions {
  /** Axis of the vectors. Default -1. */
  axis?: number;
}

/** The negative cosine of the angle between labels and predictions: -1 is the same direction. */
export class CosineSimilarity extends Loss<CosineSimilarityOptions> {
  static override readonly className: string = 'CosineSimilarity';
  static override readonly module: string = 'keras.losses';
  static override readonly options: OptionTable<CosineSimilarityOptions> = { ...Loss.options, axis: option.integer(-1) };
  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return tf.negative(cosineSimilarityOf(yTrue, yPred, this.options.axis));
  }
}
export const cosineSimilarity: Factory<CosineSimilarityOptions, CosineSimilarity> = factory(CosineSimilarity);
