import type { Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { meanSquaredError as meanSquaredErrorOf } from './functions.ts';
import { Loss, type LossOptions } from './loss.ts';

/** Mean of squared differences: mean((yTrue - yPred)^2). */
export class MeanSquaredError extends Loss {
  static override readonly className: string = 'MeanSquaredError';
  static override readonly module: string = 'keras.losses';
  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanSquaredErrorOf(yTrue, yPred);
  }
}
export const meanSquaredError: Factory<LossOptions, MeanSquaredError> = factory(MeanSquaredError);
