import type { DTypeName, Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Initializer } from './initializer.ts';
import { type SeededOptions, seededOptions } from './seeded.ts';
import { drawScaled } from './variance-scaling.ts';

/** Truncated normal of variance 2 / (fanIn + fanOut). Source: Glorot and Bengio, AISTATS 2010. */
export class GlorotNormal extends Initializer<SeededOptions> {
  static override readonly className: string = 'GlorotNormal';
  static override readonly module: string = 'keras.initializers';
  static override readonly options: OptionTable<SeededOptions> = seededOptions;
  override apply(shape: readonly number[], dtype: DTypeName = 'float32'): Tensor {
    return drawScaled(shape, 1, 'fan_avg', 'truncated_normal', this.options.seed, dtype);
  }
}
export const glorotNormal: Factory<SeededOptions, GlorotNormal> = factory(GlorotNormal);
