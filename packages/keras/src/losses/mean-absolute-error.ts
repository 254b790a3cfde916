import type { Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { meanAbsoluteError as meanAbsoluteErrorOf } from './functions.ts';
import { Loss, type LossOptions } from './loss.ts';

/** Mean of absolute differences: mean(|yTrue - yPred|). */
export class MeanAbsoluteError extends Loss {
  static override readonly className: string = 'MeanAbsoluteError';
  static override readonly module: string = 'keras.losses';
  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanAbsoluteErrorOf(yTrue, yPred);
  }
}
export const meanAbsoluteError: Factory<LossOptions, MeanAbsoluteError> = factory(MeanAbsoluteError);
