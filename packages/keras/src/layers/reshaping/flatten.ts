import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { type Factory, factory } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { channelsLast, type DataFormat } from '../base/data-format.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import { onlyShape, productOf, type Shape, type ShapeTree } from '../base/shapes.ts';

export interface FlattenOptions extends LayerOptions {
  /** 'channels_first' moves the channels last before flattening, so that both formats give one order. Default 'channels_last'. */
  dataFormat?: DataFormat;
}

/** All axes but the batch become one: [batch, a, b, …] to [batch, a b …]; [batch] to [batch, 1]. Source: `keras.layers.Flatten`. */
export class Flatten extends Layer<FlattenOptions> {
  static override readonly className: string = 'Flatten';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<FlattenOptions> = {
    ...Layer.options,
    dataFormat: option.choice('channels_last', ['channels_last', 'channels_first']),
  };
  constructor(options?: FlattenOptions) {
    super(options);
    this.inputSpec = { minNdim: 1 };
  }
  override call(x: Tensor): Tensor {
    const moved = x.rank > 2 ? channelsLast(x, this.options.dataFormat) : x;
    const size = productOf((moved.shape as Shape).slice(1));
    return tf.reshape(moved, moved.shape[0] === null || size === null ? [moved.shape[0] ?? -1, size ?? -1] : [moved.shape[0], size]);
  }
  override computeOutputShape(inputShape: ShapeTree): Shape {
    const shape = onlyShape(inputShape, this.name);
    return [shape[0], productOf(shape.slice(1))];
  }
}
export const flatten: Factory<FlattenOptions, Flatten> = factory(Flatten);
