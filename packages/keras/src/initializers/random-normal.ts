import type { DTypeName, Tensor } from '@millrace/core';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { drawNormal } from './draw.ts';
import { Initializer } from './initializer.ts';

export interface RandomNormalOptions {
  /** Mean. Default 0. */
  mean?: number;
  /** Standard deviation. Default 0.05. */
  stddev?: number;
  /** Equal seeds give equal values; null draws fresh ones. Default null. */
  seed?: number | null;
}

/** Normal with the given mean and standard deviation. */
export class RandomNormal extends Initializer<RandomNormalOptions> {
  static override readonly className: string = 'RandomNormal';
  static override readonly module: string = 'keras.initializers';
  static override readonly options: OptionTable<RandomNormalOptions> = {
    mean: option.number(0),
    stddev: option.number(0.05, { atLeast: 0 }),
    seed: option.optional(option.integer()),
  };
  override apply(shape: readonly number[], dtype: DTypeName = 'float32'): Tensor {
    return drawNormal(shape, this.options.mean, this.options.stddev, this.options.seed, dtype);
  }
}
export const randomNormal: Factory<RandomNormalOptions, RandomNormal> = factory(RandomNormal);
