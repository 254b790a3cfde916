import type { Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { squaredHinge as squaredHingeOf } from './functions.ts';
import { Loss, type LossOptions } from './loss.ts';

/** Mean of max(1 - yTrue yPred, 0)^2; labels 0 and 1 count as -1 and 1. */
export class SquaredHinge extends Loss {
  static override readonly className: string = 'SquaredHinge';
  static override readonly module: string = 'keras.losses';
  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return squaredHingeOf(yTrue, yPred);
  }
}
export const squaredHinge: Factory<LossOptions, SquaredHinge> = factory(SquaredHinge);
