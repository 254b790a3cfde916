import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import type { ConstraintLike } from '../../constraints/constraint.ts';
import type { InitializerLike } from '../../initializers/initializer.ts';
import { type Factory, factory } from '../../options/configurable.ts';
import { option } from '../../options/option.ts';
import type { OptionTable } from '../../options/option-table.ts';
import type { RegularizerLike } from '../../regularizers/regularizer.ts';
import { channelAxis, channelsLast, inFormat, shapeOf, spatialSizes } from '../base/data-format.ts';
import { Layer, type LayerOptions } from '../base/layer.ts';
import { knownSize, onlyShape, type Shape, type ShapeTree } from '../base/shapes.ts';
import { type BiasOptions, biasOptions } from '../base/weight-options.ts';
import { type ConvOptions, checkWindow, convolved, windowOptions } from './conv-options.ts';

export interface DepthwiseConv2DOptions
  extends LayerOptions,
    BiasOptions,
    Omit<ConvOptions, 'filters' | 'groups' | 'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint'> {
  /** Output channels for each input channel. Default 1. */
  depthMultiplier?: number;
  /** Default 'glorotUniform'. */
  depthwiseInitializer?: InitializerLike;
  /** Default null. */
  depthwiseRegularizer?: RegularizerLike | null;
  /** Default null. */
  depthwiseConstraint?: ConstraintLike | null;
}

/**
 * Convolves each channel by itself.
 *
 * - Input: [batch, rows, columns, channels]. Output: [batch, newRows, newColumns, channels depthMultiplier].
 * - Weights: `kernel` [kernelRows, kernelColumns, channels, depthMultiplier], `bias`.
 * - Source: `keras.layers.DepthwiseConv2D`.
 */
export class DepthwiseConv2D extends Layer<DepthwiseConv2DOptions> {
  static override readonly className: string = 'DepthwiseConv2D';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<DepthwiseConv2DOptions> = {
    ...Layer.options,
    ...windowOptions(2),
    depthMultiplier: option.integer(1, { atLeast: 1 }),
    depthwiseInitializer: option.initializer('glorotUniform'),
    depthwiseRegularizer: option.regularizer(),
    depthwiseConstraint: option.constraint(),
    ...biasOptions,
  };
  override readonly convertsIntegers: boolean = true;
  kernel: Variable | null = null;
  bias: Variable | null = null;

  constructor(options: DepthwiseConv2DOptions) {
    super(options);
    checkWindow(this.name, this.options);
    this.inputSpec = { ndim: 4 };
  }

  override build(inputShape: ShapeTree): void {
    const { kernelSize, depthMultiplier, dataFormat, useBias } = this.options;
    const shape = onlyShape(inputShape, this.name);
    const channels = knownSize(shape, channelAxis(dataFormat), this.name);
    this.computeOutputShape(shape);
    const { depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint, biasInitializer, biasRegularizer, biasConstraint } = this.options;
    this.kernel = this.addWeight({
      name: 'kernel',
      shape: [...kernelSize, channels, depthMultiplier],
      initializer: depthwiseInitializer,
      regularizer: depthwiseRegularizer,
      constraint: depthwiseConstraint,
    });
    if (useBias) {
      this.bias = this.addWeight({
        name: 'bias',
        shape: [channels * depthMultiplier],
        initializer: biasInitializer,
        regularizer: biasRegularizer,
        constraint: biasConstraint,
      });
    }
    this.inputSpec = { ndim: 4, axes: { [channelAxis(dataFormat)]: channels } };
  }

  override call(x: Tensor): Tensor {
    const { strides, padding, dilationRate, dataFormat, activation } = this.options;
    const settings = { strides: [...strides], padding: padding === 'same' ? ('SAME' as const) : ('VALID' as const), dilations: [...dilationRate] };
    const convolution = tf.nn.depthwiseConv2d(channelsLast(x, dataFormat), (this.kernel as Variable).value(), settings);
    return inFormat(activation(this.bias === null ? convolution : tf.add(convolution, this.bias.value())), dataFormat);
  }

  override computeOutputShape(inputShape: ShapeTree): Shape {
    const shape = onlyShape(inputShape, this.name);
    const { kernelSize, strides, padding, dilationRate, dataFormat, depthMultiplier } = this.options;
    const spatial = convolved(this.name, spatialSizes(shape, dataFormat), { kernel: kernelSize, strides, padding, dilations: dilationRate });
    const channels = shape.at(channelAxis(dataFormat)) ?? null;
    return shapeOf(shape[0], spatial, channels === null ? null : channels * depthMultiplier, dataFormat);
  }
}
export const depthwiseConv2d: Factory<DepthwiseConv2DOptions, DepthwiseConv2D> = factory(DepthwiseConv2D);
