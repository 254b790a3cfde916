import type { DTypeName, Tensor } from '@millrace/core';
import { option } from '../options/basic.ts';
import { type Factory, factory } from '../options/configurable.ts';
import type { OptionTable } from '../options/option-table.ts';
import { drawNormal, drawTruncatedNormal, drawUniform } from './draw.ts';
import { computeFans } from './fans.ts';
import { Initializer } from './initializer.ts';

export type FanMode = 'fan_in' | 'fan_out' | 'fan_avg';
export type ScalingDistribution = 'truncated_normal' | 'untruncated_normal' | 'uniform';

export interface VarianceScalingOptions {
  /** Default 1. */
  scale?: number;
  /** Which count divides the variance. Default 'fan_in'. */
  mode?: FanMode;
  /** Default 'truncated_normal'. */
  distribution?: ScalingDistribution;
  /** Equal seeds give equal values; null draws fresh ones. Default null. */
  seed?: number | null;
}

/** Standard deviation of a standard normal truncated at ±2; dividing by it restores the wanted variance. */
const truncatedDeviation = 0.87962566103423978;

/** Values of variance `scale` / n, drawn as `distribution` says; n is the mode's fan. */
export function drawScaled(
  shape: readonly number[],
  scale: number,
  mode: FanMode,
  distribution: ScalingDistribution,
  seed: number | null,
  dtype: DTypeName,
): Tensor {
  const { fanIn, fanOut } = computeFans(shape);
  const fan = mode === 'fan_in' ? fanIn : mode === 'fan_out' ? fanOut : (fanIn + fanOut) / 2;
  const variance = scale / Math.max(1, fan);
  if (distribution === 'uniform') return drawUniform(shape, -Math.sqrt(3 * variance), Math.sqrt(3 * variance), seed, dtype);
  if (distribution === 'untruncated_normal') return drawNormal(shape, 0, Math.sqrt(variance), seed, dtype);
  return drawTruncatedNormal(shape, 0, Math.sqrt(variance) / truncatedDeviation, seed, dtype);
}

/** Values whose variance keeps signals at one scale through the layers. Source: arXiv:1502.01852 and `keras.initializers.VarianceScaling`. */
export class VarianceScaling extends Initializer<VarianceScalingOptions> {
  static override readonly className: string = 'VarianceScaling';
  static override readonly module: string = 'keras.initializers';
  static override readonly options: OptionTable<VarianceScalingOptions> = {
    scale: option.number(1, { above: 0 }),
    mode: option.choice('fan_in', ['fan_in', 'fan_out', 'fan_avg']),
    distribution: option.choice('truncated_normal', ['truncated_normal', 'untruncated_normal', 'uniform']),
    seed: option.optional(option.integer()),
  };
  override apply(shape: readonly number[], dtype: DTypeName = 'float32'): Tensor {
    const { scale, mode, distribution, seed } = this.options;
    return drawScaled(shape, scale, mode, distribution, seed, dtype);
  }
}
export const varianceScaling: Factory<VarianceScalingOptions, VarianceScaling> = factory(VarianceScaling);
