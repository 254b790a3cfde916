import type { Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { categoricalHinge as categoricalHingeOf } from './functions.ts';
import { Loss, type LossOptions } from './loss.ts';

/** max(negative - positive + 1, 0) for one-hot labels. */
export class CategoricalHinge extends Loss {
  static override readonly className: string = 'CategoricalHinge';
  static override readonly module: string = 'keras.losses';
  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalHingeOf(yTrue, yPred);
  }
}
export const categoricalHinge: Factory<LossOptions, CategoricalHinge> = factory(CategoricalHinge);
