import type { Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { hinge as hingeOf } from './functions.ts';
import { Loss, type LossOptions } from './loss.ts';

/** Mean of max(1 - yTrue yPred, 0); labels 0 and 1 count as -1 and 1. */
export class Hinge extends Loss {
  static override readonly className: string = 'Hinge';
  static override readonly module: string = 'keras.losses';
  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return hingeOf(yTrue, yPred);
  }
}
export const hinge: Factory<LossOptions, Hinge> = factory(Hinge);
