import type { DTypeName, Tensor } from '@millrace/core';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { drawUniform } from './draw.ts';
import { Initializer } from './initializer.ts';

export interface RandomUniformOptions {
  /** Lower end. Default -0.05. */
  minval?: number;
  /** Upper end, not included. Default 0.05. */
  maxval?: number;
  /** Equal seeds give equal values; null draws fresh ones. Default null. */
  seed?: number | null;
}

/** Uniform in [minval, maxval). */
export class RandomUniform extends Initializer<RandomUniformOptions> {
  static override readonly className: string = 'RandomUniform';
  static override readonly module: string = 'keras.initializers';
  static override readonly options: OptionTable<RandomUniformOptions> = {
    minval: option.number(-0.05),
    maxval: option.number(0.05),
    seed: option.optional(option.integer()),
  };
  override apply(shape: readonly number[], dtype: DTypeName = 'float32'): Tensor {
    return drawUniform(shape, this.options.minval, this.options.maxval, this.options.seed, dtype);
  }
}
export const randomUniform: Factory<RandomUniformOptions, RandomUniform> = factory(RandomUniform);
