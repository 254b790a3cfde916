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
 * Convolution of sequences. With padding 'causal' the output at t sees inputs up to t only.
 *
 * - Input: [batch, steps, channels]. Output: [batch, newSteps, filters].
 * - Weights: `kernel` [kernelSize, channels / groups, filters], `bias` [filters].
 * - Source: `keras.layers.Conv1D`.
 */
export class Conv1D extends Conv {
  static override readonly className: string = 'Conv1D';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<ConvOptions> = {
    ...Layer.options,
    filters: option.integer(undefined, { atLeast: 1 }),
    ...windowOptions(1, ['valid', 'same', 'causal']),
    groups: option.integer(1, { atLeast: 1 }),
    ...kernelOptions,
  };
  protected override readonly rank: number = 1;
  constructor(options: ConvOptions) {
    super(options);
    this.inputSpec = { ndim: 3 };
  }
  protected override convolve(x: Tensor, kernel: Tensor): Tensor {
    const { strides, padding, dilationRate, kernelSize } = this.options;
    const before = padding === 'causal' ? dilationRate[0] * (kernelSize[0] - 1) : 0;
    const padded =
      before === 0
        ? x
        : tf.pad(x, [
            [0, 0],
            [before, 0],
            [0, 0],
          ]);
    const settings = { strides: [1, strides[0]], padding: padding === 'same' ? ('SAME' as const) : ('VALID' as const), dilations: [1, dilationRate[0]] };
    // A sequence is an image of one row.
    return tf.squeeze(tf.nn.conv2d(tf.expandDims(padded, 1), tf.expandDims(kernel, 0), settings), { axis: 1 });
  }
}
export const conv1d: Factory<ConvOptions, Conv1D> = factory(Conv1D);
