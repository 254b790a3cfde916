import type { DTypeName, Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Initializer } from './initializer.ts';
import { type SeededOptions, seededOptions } from './seeded.ts';
import { drawScaled } from './variance-scaling.ts';

/** Uniform in ±sqrt(3 / fanIn). Source: arXiv:1706.02515. */
export class LecunUniform extends Initializer<SeededOptions> {
  static override readonly className: string = 'LecunUniform';
  static override readonly module: string = 'keras.initializers';
  static override readonly options: OptionTable<SeededOptions> = seededOptions;
  override apply(shape: readonly number[], dtype: DTypeName = 'float32'): Tensor {
    return drawScaled(shape, 1, 'fan_in', 'uniform', this.options.seed, dtype);
  }
}
export const lecunUniform: Factory<SeededOptions, LecunUniform> = factory(LecunUniform);
