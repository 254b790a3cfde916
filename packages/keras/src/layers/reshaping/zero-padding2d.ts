import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';
import { type Factory, factory } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import type { Json, Option, OptionTable } from '../../options/option-table.ts';
import { type DataFormat, dataFormats, shapeOf, spatialSizes } from '../base/data-format.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import { onlyShape, type Shape, type ShapeTree } from '../base/shapes.ts';

/** For all sides, for each axis, or [[top, bottom], [left, right]]. */
export type Padding2D = number | readonly [number, number] | readonly [readonly [number, number], readonly [number, number]];

export interface ZeroPadding2DOptions extends LayerOptions {
  /** Default 1. */
  padding?: Padding2D;
  /** Default 'channels_last'. */
  dataFormat?: DataFormat;
}

type Sides = readonly (readonly [number, number])[];

const paddingOption: Option = {
  fallback: 1,
  saved: true,
  describe: 'a number, [height, width] or [[top, bottom], [left, right]]',
  serialize: (value) => value as Json,
  parse(value, place) {
    const perAxis = Array.isArray(value) ? value : [value, value];
    const sides = perAxis.map((p) => (Array.isArray(p) ? p : [p, p]));
    const ok = sides.length === 2 && sides.every((s) => s.length === 2 && s.every((n) => Number.isSafeInteger(n) && n >= 0));
    if (!ok) throw failure('value', { op: place.op, message: `${place.option} must be ${this.describe}, each at least 0; got ${JSON.stringify(value)}` });
    return sides;
  },
};

/** Surrounds images with zeros: [batch, rows, columns, channels]. Source: `keras.layers.ZeroPadding2D`. */
export class ZeroPadding2D extends Layer<ZeroPadding2DOptions> {
  static override readonly className: string = 'ZeroPadding2D';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<ZeroPadding2DOptions> = {
    ...Layer.options,
    padding: paddingOption,
    dataFormat: option.choice('channels_last', dataFormats),
  };
  constructor(options?: ZeroPadding2DOptions) {
    super(options);
    this.inputSpec = { ndim: 4 };
  }
  get #sides(): Sides {
    return this.options.padding as unknown as Sides;
  }
  override call(x: Tensor): Tensor {
    const none = [0, 0] as const;
    return tf.pad(x, this.options.dataFormat === 'channels_last' ? [none, ...this.#sides, none] : [none, none, ...this.#sides]);
  }
  override computeOutputShape(inputShape: ShapeTree): Shape {
    const shape = onlyShape(inputShape, this.name);
    const { dataFormat } = this.options;
    const spatial = spatialSizes(shape, dataFormat).map((size, i) => (size === null ? null : size + this.#sides[i][0] + this.#sides[i][1]));
    return shapeOf(shape[0], spatial, dataFormat === 'channels_last' ? shape[3] : shape[1], dataFormat);
  }
}
export const zeroPadding2d: Factory<ZeroPadding2DOptions, ZeroPadding2D> = factory(ZeroPadding2D);
