import type { Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import { logCosh as logCoshOf } from './functions.ts';
import { Loss, type LossOptions } from './loss.ts';

/** Mean of log(cosh(yPred - yTrue)): squared for small errors, absolute for large ones. */
export class LogCosh extends Loss {
  static override readonly className: string = 'LogCosh';
  static override readonly module: string = 'keras.losses';
  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return logCoshOf(yTrue, yPred);
  }
}
export const logCosh: Factory<LossOptions, LogCosh> = factory(LogCosh);
