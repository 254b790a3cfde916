/** What convolution layers of one and two spatial axes have in common. Source: Keras's `BaseConv`. */

import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';
import { channelAxis, channelsLast, inFormat, shapeOf, spatialSizes } from '../base/data-format.ts';
import { Layer } from '../base/layer.ts';
import { knownSize, onlyShape, type Shape, type ShapeTree } from '../base/shapes.ts';
import { type ConvOptions, checkWindow, convolved } from './conv-options.ts';

export abstract class Conv extends Layer<ConvOptions> {
  override readonly convertsIntegers: boolean = true;
  /** Number of spatial axes. */
  protected abstract readonly rank: number;
  kernel: Variable | null = null;
  bias: Variable | null = null;

  constructor(options: ConvOptions) {
    super(options);
    checkWindow(this.name, this.options);
    const { filters, groups } = this.options;
    if (filters % groups !== 0) throw failure('value', { op: this.name, message: `filters must be divisible by groups; got ${filters} and ${groups}` });
  }

  /** Convolves a tensor with channels last. */
  protected abstract convolve(x: Tensor, kernel: Tensor): Tensor;

  override build(inputShape: ShapeTree): void {
    const { filters, kernelSize, groups, useBias, dataFormat } = this.options;
    const shape = onlyShape(inputShape, this.name);
    const channels = knownSize(shape, channelAxis(dataFormat), this.name);
    if (channels % groups !== 0)
      throw failure('value', { op: this.name, message: `the ${channels} input channels must be divisible by groups; got ${groups}` });
    this.computeOutputShape(shape);
    const { kernelInitializer, kernelRegularizer, kernelConstraint, biasInitializer, biasRegularizer, biasConstraint } = this.options;
    this.kernel = this.addWeight({
      name: 'kernel',
      shape: [...kernelSize, channels / groups, filters],
      initializer: kernelInitializer,
      regularizer: kernelRegularizer,
      constraint: kernelConstraint,
    });
    if (useBias)
      this.bias = this.addWeight({ name: 'bias', shape: [filters], initializer: biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint });
    this.inputSpec = { ndim: this.rank + 2, axes: { [channelAxis(dataFormat)]: channels } };
  }

  override call(x: Tensor): Tensor {
    const { dataFormat, activation } = this.options;
    const convolution = this.convolve(channelsLast(x, dataFormat), (this.kernel as Variable).value());
    return inFormat(activation(this.bias === null ? convolution : tf.add(convolution, this.bias.value())), dataFormat);
  }

  override computeOutputShape(inputShape: ShapeTree): Shape {
    const shape = onlyShape(inputShape, this.name);
    const { filters, kernelSize, strides, padding, dilationRate, dataFormat } = this.options;
    const spatial = convolved(this.name, spatialSizes(shape, dataFormat), { kernel: kernelSize, strides, padding, dilations: dilationRate });
    return shapeOf(shape[0], spatial, filters, dataFormat);
  }
}
