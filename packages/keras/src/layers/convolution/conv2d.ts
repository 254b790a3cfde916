import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { type Factory, factory } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { Layer } from '../base/layer.ts';
import { kernelOptions } from '../base/weight-options.ts';
import { Conv } from './conv.ts';
import { type ConvOptions, windowOptions } from './conv-options.ts';

/**
 * Convolution of images: activation(conv(x, kernel) + bias).
 *
 * - Input: [batch, rows, columns, channels]. Output: [batch, newRows, newColumns, filters].
 * - Weights: `kernel` [kernelRows, kernelColumns, channels / groups, filters], `bias` [filters].
 * - Throws: ValueError for strides with dilation, or channels that groups do not divide.
 * - Source: `keras.layers.Conv2D`.
 *
 * @example
 * tf.keras.layers.conv2d({ filters: 8, kernelSize: 3 })(tf.ones([2, 28, 28, 1])).shape; // [2, 26, 26, 8]
 */
export class Conv2D extends Conv {
  static override readonly className: string = 'Conv2D';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<ConvOptions> = {
    ...Layer.options,
    filters: option.integer(undefined, { atLeast: 1 }),
    ...windowOptions(2),
    groups: option.integer(1, { atLeast: 1 }),
    ...kernelOptions,
  };
  protected override readonly rank: number = 2;
  constructor(options: ConvOptions) {
    super(options);
    this.inputSpec = { ndim: 4 };
  }
  protected override convolve(x: Tensor, kernel: Tensor): Tensor {
    const { strides, padding, dilationRate } = this.options;
    return tf.nn.conv2d(x, kernel, { strides: [...strides], padding: padding === 'same' ? 'SAME' : 'VALID', dilations: [...dilationRate] });
  }
}
export const conv2d: Factory<ConvOptions, Conv2D> = factory(Conv2D);
