/** What pooling layers of one and two spatial axes have in common. */

import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { channelAxis, channelsLast, type DataFormat, dataFormats, inFormat, shapeOf, spatialSizes } from '../base/data-format.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import { onlyShape, type Shape, type ShapeTree } from '../base/shapes.ts';
import { convolved } from '../convolution/conv-options.ts';

export interface PoolingOptions extends LayerOptions {
  /** Size of the window. Default 2. */
  poolSize?: number | readonly number[];
  /** Steps of the window. Default null: the window's size. */
  strides?: number | readonly number[] | null;
  /** 'valid' (default): only whole windows; 'same': windows may reach over the edge. */
  padding?: 'valid' | 'same';
  /** Default 'channels_last'. */
  dataFormat?: DataFormat;
}

/** The table of options for `rank` spatial axes. */
export const poolingOptions = (rank: number): OptionTable<PoolingOptions> => ({
  ...Layer.options,
  poolSize: option.sizes(rank, 2),
  strides: option.optional(option.sizes(rank)),
  padding: option.choice('valid', ['valid', 'same']),
  dataFormat: option.choice('channels_last', dataFormats),
});

/** A pooling function of images with channels last. */
type Pool = typeof tf.nn.maxPool2d;

export abstract class Pooling extends Layer<PoolingOptions> {
  /** Pools images. */
  protected abstract readonly pool: Pool;
  override readonly convertsIntegers: boolean = true;

  get strides(): readonly number[] {
    return (this.options.strides as readonly number[] | null) ?? this.options.poolSize;
  }

  override build(inputShape: ShapeTree): void {
    this.computeOutputShape(inputShape);
  }

  override call(x: Tensor): Tensor {
    const { poolSize, padding, dataFormat } = this.options;
    const images = channelsLast(x, dataFormat);
    const isSequence = x.rank === 3;
    const square = (sizes: readonly number[]): number[] => (isSequence ? [1, ...sizes] : [...sizes]);
    // A sequence is an image of one row.
    const pooled = this.pool(isSequence ? tf.expandDims(images, 1) : images, {
      ksize: square(poolSize),
      strides: square(this.strides),
      padding: padding === 'same' ? 'SAME' : 'VALID',
    });
    return inFormat(isSequence ? tf.squeeze(pooled, { axis: 1 }) : pooled, dataFormat);
  }

  override computeOutputShape(inputShape: ShapeTree): Shape {
    const shape = onlyShape(inputShape, this.name);
    const { poolSize, padding, dataFormat } = this.options;
    const spatial = convolved(this.name, spatialSizes(shape, dataFormat), { kernel: poolSize, strides: this.strides, padding });
    return shapeOf(shape[0], spatial, shape.at(channelAxis(dataFormat)) ?? null, dataFormat);
  }
}
