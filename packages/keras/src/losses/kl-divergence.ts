import type { Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { klDivergence as klDivergenceOf } from './functions.ts';
import { Loss, type LossOptions } from './loss.ts';

/** Kullback-Leibler divergence of the predicted from the true distribution: sum(p log(p / q)). */
export class KLDivergence extends Loss {
  static override readonly className: string = 'KLDivergence';
  static override readonly module: string = 'keras.losses';
  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return klDivergenceOf(yTrue, yPred);
  }
}
export const klDivergence: Factory<LossOptions, KLDivergence> = factory(KLDivergence);
