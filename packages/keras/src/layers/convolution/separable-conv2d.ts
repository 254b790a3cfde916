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

export interface SeparableConv2DOptions
  extends LayerOptions,
    BiasOptions,
    Omit<ConvOptions, 'groups' | 'kernelInitializer' | 'kernelRegularizer' | 'kernelConstraint'> {
  /** Channels between the two steps, for each input channel. Default 1. */
  depthMultiplier?: number;
  /** Default 'glorotUniform'. */
  depthwiseInitializer?: InitializerLike;
  /** Default 'glorotUniform'. */
  pointwiseInitializer?: InitializerLike;
  /** Default null. */
  depthwiseRegularizer?: RegularizerLike | null;
  /** Default null. */
  pointwiseRegularizer?: RegularizerLike | null;
  /** Default null. */
  depthwiseConstraint?: ConstraintLike | null;
  /** Default null. */
  pointwiseConstraint?: ConstraintLike | null;
}

/**
 * A depthwise convolution followed by one of size 1 that mixes the channels. Source: arXiv:1610.02357, `keras.layers.SeparableConv2D`.
 *
 * - Input: [batch, rows, columns, channels]. Output: [batch, newRows, newColumns, filters].
 * - Weights: `depthwise_kernel` [kernelRows, kernelColumns, channels, depthMultiplier], `pointwise_kernel` [1, 1, channels depthMultiplier, filters], `bias`.
 */
export class SeparableConv2D extends Layer<SeparableConv2DOptions> {
  static override readonly className: string = 'SeparableConv2D';
  static override readonly module: string = 'keras.layers';
  static override readonly options: OptionTable<SeparableConv2DOptions> = {
    ...Layer.options,
    filters: option.integer(undefined, { atLeast: 1 }),
    ...windowOptions(2),
    depthMultiplier: option.integer(1, { atLeast: 1 }),
    depthwiseInitializer: option.initializer('glorotUniform'),
    pointwiseInitializer: option.initializer('glorotUniform'),
    depthwiseRegularizer: option.regularizer(),
    pointwiseRegularizer: option.regularizer(),
    depthwiseConstraint: option.constraint(),
    pointwiseConstraint: option.constraint(),
    ...biasOptions,
  };
  override readonly convertsIntegers: boolean = true;
  depthwiseKernel: Variable | null = null;
  pointwiseKernel: Variable | null = null;
  bias: Variable | null = null;

  constructor(options: SeparableConv2DOptions) {
    super(options);
    checkWindow(this.name, this.options);
    this.inputSpec = { ndim: 4 };
  }

  override build(inputShape: ShapeTree): void {
    const { filters, kernelSize, depthMultiplier, dataFormat, useBias } = this.options;
    const shape = onlyShape(inputShape, this.name);
    const channels = knownSize(shape, channelAxis(dataFormat), this.name);
    this.computeOutputShape(shape);
    const { depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint, pointwiseInitializer, pointwiseRegularizer, pointwiseConstraint } = this.options;
    this.depthwiseKernel = this.addWeight({
      name: 'depthwise_kernel',
      shape: [...kernelSize, channels, depthMultiplier],
      initializer: depthwiseInitializer,
      regularizer: depthwiseRegularizer,
      constraint: depthwiseConstraint,
    });
    this.pointwiseKernel = this.addWeight({
      name: 'pointwise_kernel',
      shape: [1, 1, channels * depthMultiplier, filters],
      initializer: pointwiseInitializer,
      regularizer: pointwiseRegularizer,
      constraint: pointwiseConstraint,
    });
    const { biasInitializer, biasRegularizer, biasConstraint } = this.options;
    if (useBias)
      this.bias = this.addWeight({ name: 'bias', shape: [filters], initializer: biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint });
    this.inputSpec = { ndim: 4, axes: { [channelAxis(dataFormat)]: channels } };
  }

  override call(x: Tensor): Tensor {
    const { strides, padding, dilationRate, dataFormat, activation } = this.options;
    const settings = { strides: [...strides], padding: padding === 'same' ? ('SAME' as const) : ('VALID' as const), dilations: [...dilationRate] };
    const each = tf.nn.depthwiseConv2d(channelsLast(x, dataFormat), (this.depthwiseKernel as Variable).value(), settings);
    const mixed = tf.nn.conv2d(each, (this.pointwiseKernel as Variable).value(), { strides: 1, padding: 'VALID' });
    return inFormat(activation(this.bias === null ? mixed : tf.add(mixed, this.bias.value())), dataFormat);
  }

  override computeOutputShape(inputShape: ShapeTree): Shape {
    const shape = onlyShape(inputShape, this.name);
    const { filters, kernelSize, strides, padding, dilationRate, dataFormat } = this.options;
    const spatial = convolved(this.name, spatialSizes(shape, dataFormat), { kernel: kernelSize, strides, padding, dilations: dilationRate });
    return shapeOf(shape[0], spatial, filters, dataFormat);
  }
}
export const separableConv2d: Factory<SeparableConv2DOptions, SeparableConv2D> = factory(SeparableConv2D);
