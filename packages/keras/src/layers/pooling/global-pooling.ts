/** What global pooling layers have in common: all spatial axes are reduced. */
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import { channelAxis, type DataFormat, dataFormats, shapeOf, spatialSizes } from '../base/data-format.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import { onlyShape, type Shape, type ShapeTree } from '../base/shapes.ts';

export interface GlobalPoolingOptions extends LayerOptions {
  /** Default 'channels_last'. */
  dataFormat?: DataFormat;
  /** Whether the spatial axes stay with size 1. Default false. */
  keepdims?: boolean;
}

export abstract class GlobalPooling extends Layer<GlobalPoolingOptions> {
  static override readonly options: OptionTable<GlobalPoolingOptions> = {
    ...Layer.options,
    dataFormat: option.choice('channels_last', dataFormats),
    keepdims: option.boolean(false),
  };
  override readonly convertsIntegers: boolean = true;

  /** The spatial axes of an input of this rank. */
  protected axes(rank: number): number[] {
    const first = this.options.dataFormat === 'channels_last' ? 1 : 2;
    return Array.from({ length: rank - 2 }, (_, i) => first + i);
  }

  override computeOutputShape(inputShape: ShapeTree): Shape {
    const shape = onlyShape(inputShape, this.name);
    const { dataFormat, keepdims } = this.options;
    const channels = shape.at(channelAxis(dataFormat)) ?? null;
    return shapeOf(shape[0], keepdims ? spatialSizes(shape, dataFormat).map(() => 1) : [], channels, dataFormat);
  }
}
