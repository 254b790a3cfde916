import type { DTypeName, Tensor } from '@millrace/core';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { Initializer } from './initializer.ts';
import { type SeededOptions, seededOptions } from './seeded.ts';
import { drawScaled } from './variance-scaling.ts';

/** Truncated normal of variance 1 / fanIn. Source: arXiv:1706.02515. */
export class LecunNormal extends Initializer<SeededOptions> {
  static override readonly className: string = 'LecunNormal';
  static override readonly module: string = 'keras.initializers';
  static override readonly options: OptionTable<SeededOptions> = seededOptions;
  override apply(shape: readonly number[], dtype: DTypeName = 'float32'): Tensor {
    return drawScaled(shape, 1, 'fan_in', 'truncated_normal', this.options.seed, dtype);
  }
}
export const lecunNormal: Factory<SeededOptions, LecunNormal> = factory(LecunNormal);
