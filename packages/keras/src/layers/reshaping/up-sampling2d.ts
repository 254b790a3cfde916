import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';
import { type Factory, factory } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { type DataFormat, dataFormats, shapeOf, spatialSizes } from '../base/data-format.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import { onlyShape, type Shape, type ShapeTree } from '../base/shapes.ts';

export interface UpSampling2DOptions extends LayerOptions {
  /** Factor of rows and columns. Default 2. */
  size?: number | readonly number[];
  /** Default 'channels_last'. */
  dataFormat?: DataFormat;
  /** Only 'nearest' so far. Default 'nearest'. */
  interpolation?: 'nearest' | 'bilinear' | 'bicubic' | 'lanczos3' | 'lanczos5';
}

/** Repeats rows and columns: [batch, rows, columns, channels] to [batch, rows size, columns size, channels]. Source: `keras.layers.UpSampling2D`. */
export class UpSampling2D extends Layer<UpSampling2DOptions> {
  static override readonly className: string = 'UpSampling2D';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<UpSampling2DOptions> = {
    ...Layer.options,
    size: option.sizes(2, 2),
    dataFormat: option.choice('channels_last', dataFormats),
    interpolation: option.choice('nearest', ['nearest', 'bilinear', 'bicubic', 'lanczos3', 'lanczos5']),
  };
  constructor(options?: UpSampling2DOptions) {
    super(options);
    if (this.options.interpolation !== 'nearest')
      throw failure('unimplemented', { op: 'upSampling2d', message: `interpolation '${this.options.interpolation}' is not here yet` });
    this.inputSpec = { ndim: 4 };
  }
  override call(x: Tensor): Tensor {
    const first = this.options.dataFormat === 'channels_last' ? 1 : 2;
    const [rows, columns] = this.options.size;
    return tf.repeat(tf.repeat(x, rows, { axis: first }), columns, { axis: first + 1 });
  }
  override computeOutputShape(inputShape: ShapeTree): Shape {
    const shape = onlyShape(inputShape, this.name);
    const { dataFormat, size } = this.options;
    const spatial = spatialSizes(shape, dataFormat).map((s, i) => (s === null ? null : s * size[i]));
    return shapeOf(shape[0], spatial, dataFormat === 'channels_last' ? shape[3] : shape[1], dataFormat);
  }
}
export const upSampling2d: Factory<UpSampling2DOptions, UpSampling2D> = factory(UpSampling2D);
