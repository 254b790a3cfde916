import type { Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { poisson as poissonOf } from './functions.ts';
import { Loss, type LossOptions } from './loss.ts';

/** Negative log-likelihood of counts up to a constant: mean(yPred - yTrue log yPred). */
export class Poisson extends Loss {
  static override readonly className: string = 'Poisson';
  static override readonly module: string = 'keras.losses';
  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return poissonOf(yTrue, yPred);
  }
}
export const poisson: Factory<LossOptions, Poisson> = factory(Poisson);
