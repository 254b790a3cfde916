import type { DTypeName, Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Initializer } from './initializer.ts';
import { type SeededOptions, seededOptions } from './seeded.ts';
import { drawScaled } from './variance-scaling.ts';

/** Uniform in ±sqrt(6 / fanIn). Source: arXiv:1502.01852. */
export class HeUniform extends Initializer<SeededOptions> {
  static override readonly className: string = 'HeUniform';
  static override readonly module: string = 'keras.initializers';
  static override readonly options: OptionTable<SeededOptions> = seededOptions;
  override apply(shape: readonly number[], dtype: DTypeName = 'float32'): Tensor {
    return drawScaled(shape, 2, 'fan_in', 'uniform', this.options.seed, dtype);
  }
}
export const heUniform: Factory<SeededOptions, HeUniform> = factory(HeUniform);
