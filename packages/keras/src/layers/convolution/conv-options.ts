/** Options and checks that convolution layers share. */
import { failure, showShape } from '@millrace/ir';
import { option } from '../../options/option.ts';
import type { Option } from '../../options/option-table.ts';
import { type DataFormat, dataFormats } from '../base/data-format.ts';
import type { LayerOptions } from '../base/layer.ts';
import type { Shape } from '../base/shapes.ts';
import type { KernelOptions } from '../base/weight-options.ts';
import { type Padding, windowSizes } from './conv-geometry.ts';

export interface ConvOptions extends LayerOptions, KernelOptions {
  /** Number of output channels. */
  filters: number;
  /** Size of the window. */
  kernelSize: number | readonly number[];
  /** Steps of the window. Default 1. */
  strides?: number | readonly number[];
  /** 'valid' (default): only whole windows; 'same': zeros around; 'causal' (1d): zeros before only. */
  padding?: Padding;
  /** 'channels_last' (default) or 'channels_first'. */
  dataFormat?: DataFormat;
  /** Distance of the window's cells. Default 1. */
  dilationRate?: number | readonly number[];
  /** Number of groups of channels that are convolved apart. Default 1. */
  groups?: number;
}

/** Options of the window for `rank` spatial axes. */
export const windowOptions = (
  rank: number,
  paddings: readonly Padding[] = ['valid', 'same'],
): Record<'kernelSize' | 'strides' | 'padding' | 'dataFormat' | 'dilationRate', Option> => ({
  kernelSize: option.sizes(rank),
  strides: option.sizes(rank, 1),
  padding: option.choice('valid', paddings),
  dataFormat: option.choice('channels_last', dataFormats),
  dilationRate: option.sizes(rank, 1),
});

/** Throws ValueError for strides with dilation, which no convolution supports. */
export function checkWindow(op: string, { strides, dilationRate }: { readonly strides: readonly number[]; readonly dilationRate: readonly number[] }): void {
  if (Math.max(...strides) > 1 && Math.max(...dilationRate) > 1) {
    throw failure('value', {
      op,
      message: `strides above 1 cannot go with a dilationRate above 1; got strides [${strides.join(', ')}] and dilationRate [${dilationRate.join(', ')}]`,
    });
  }
}

/** Output sizes; throws ValueError when the input is smaller than the window. */
export function convolved(layer: string, spatial: Shape, options: Parameters<typeof windowSizes>[1]): Shape {
  const sizes = windowSizes(spatial, options);
  if (sizes.some((s) => s !== null && s <= 0)) {
    throw failure('value', {
      op: layer,
      message: `an input of size ${showShape(spatial)} is smaller than the window ${showShape(options.kernel)}`,
      hint: "padding: 'same'",
    });
  }
  return sizes;
}
