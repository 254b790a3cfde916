import type { DTypeName, Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Initializer } from './initializer.ts';
import { type SeededOptions, seededOptions } from './seeded.ts';
import { drawScaled } from './variance-scaling.ts';

/** Uniform in ±sqrt(6 / (fanIn + fanOut)). Source: Glorot and Bengio, AISTATS 2010. */
export class GlorotUniform extends Initializer<SeededOptions> {
  static override readonly className: string = 'GlorotUniform';
  static override readonly module: string = 'keras.initializers';
  static override readonly options: OptionTable<SeededOptions> = seededOptions;
  override apply(shape: readonly number[], dtype: DTypeName = 'float32'): Tensor {
    return drawScaled(shape, 1, 'fan_avg', 'uniform', this.options.seed, dtype);
  }
}
export const glorotUniform: Factory<SeededOptions, GlorotUniform> = factory(GlorotUniform);
