import type { DTypeName, Tensor } from '@millrace/core';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { drawTruncatedNormal } from './draw.ts';
import { Initializer } from './initializer.ts';

export interface TruncatedNormalOptions {
  /** Mean before truncation. Default 0. */
  mean?: number;
  /** Standard deviation before truncation. Default 0.05. */
  stddev?: number;
  /** Equal seeds give equal values; null draws fresh ones. Default null. */
  seed?: number | null;
}

/** Normal, but values beyond two standard deviations are drawn again. */
export class TruncatedNormal extends Initializer<TruncatedNormalOptions> {
  static override readonly className: string = 'TruncatedNormal';
  static override readonly module: string = 'keras.initializers';
  static override readonly options: OptionTable<TruncatedNormalOptions> = {
    mean: option.number(0),
    stddev: option.number(0.05, { atLeast: 0 }),
    seed: option.optional(option.integer()),
  };
  override apply(shape: readonly number[], dtype: DTypeName = 'float32'): Tensor {
    return drawTruncatedNormal(shape, this.options.mean, this.options.stddev, this.options.seed, dtype);
  }
}
export const truncatedNormal: Factory<TruncatedNormalOptions, TruncatedNormal> = factory(TruncatedNormal);
