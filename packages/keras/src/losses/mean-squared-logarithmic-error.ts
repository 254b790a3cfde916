import type { Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { meanSquaredLogarithmicError as meanSquaredLogarithmicErrorOf } from './functions.ts';
import { Loss, type LossOptions } from './loss.ts';

/** Mean of squared differences of log(1 + x). */
export class MeanSquaredLogarithmicError extends Loss {
  static override readonly className: string = 'MeanSquaredLogarithmicError';
  static override readonly module: string = 'keras.losses';
  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanSquaredLogarithmicErrorOf(yTrue, yPred);
  }
}
export const meanSquaredLogarithmicError: Factory<LossOptions, MeanSquaredLogarithmicError> = factory(MeanSquaredLogarithmicError);
