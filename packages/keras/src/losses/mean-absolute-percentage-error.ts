import type { Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { meanAbsolutePercentageError as meanAbsolutePercentageErrorOf } from './functions.ts';
import { Loss, type LossOptions } from './loss.ts';

/** Mean of differences in percent of the label. */
export class MeanAbsolutePercentageError extends Loss {
  static override readonly className: string = 'MeanAbsolutePercentageError';
  static override readonly module: string = 'keras.losses';
  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanAbsolutePercentageErrorOf(yTrue, yPred);
  }
}
export const meanAbsolutePercentageError: Factory<LossOptions, MeanAbsolutePercentageError> = factory(MeanAbsolutePercentageError);
