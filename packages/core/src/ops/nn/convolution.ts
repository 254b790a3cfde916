/** Convolutions over one, two and three spatial axes, over stablehlo.convolution. */
import { checkOptions, type Dim, failure, isStatic, methods, showShape } from '@millrace/ir';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { commonDtype, requireKind } from '../broadcast.ts';
import { floating } from '../math/families.ts';
import { channelsAreLast, type DataFormat, spatialAxes } from './data-format.ts';
import { dilated, paddingPairs, spatialList, type WindowOptions } from './window.ts';

export interface ConvolutionOptions extends WindowOptions {
  /** Where the channels are. Default: the last axis ('NHWC'). */
  readonly dataFormat?: DataFormat;
}

export const convolutionKeys: readonly string[] = ['strides', 'padding', 'dilations', 'dataFormat'];

/** Input and filters of one floating dtype. */
export function convolutionOperands(op: string, input: TensorLike, filters: TensorLike): [Tensor, Tensor] {
  const [x, f] = commonDtype(op, [input, filters], ['input', 'filters']);
  requireKind(op, x, floating, 'input');
  return [x, f];
}

/** Leading axes as one batch axis, and back. */
export function withOneBatch(op: string, x: Tensor, spatial: number, body: (x: Tensor) => Tensor): Tensor {
  const extra = x.rank - spatial - 2;
  if (extra < 0)
    throw failure('rank', {
      op,
      message: `input has shape ${showShape(x.type.shape)}`,
      valid: `rank ${spatial + 2}: batch, ${spatial} spatial axes, channels`,
    });
  if (extra === 0) return body(x);
  const leading = x.type.shape.slice(0, extra + 1);
  if (!leading.every(isStatic)) throw failure('unimplemented', { op, message: 'several batch axes need sizes that are known' });
  const batch = (leading as number[]).reduce((a, b) => a * b, 1);
  const result = body(methods.reshapeTo(x, [batch, ...x.type.shape.slice(extra + 1)]) as Tensor);
  return methods.reshapeTo(result, [...leading, ...result.type.shape.slice(1)]) as Tensor;
}

/** How StableHLO names the axes of images and of filters [...window, in, out]. */
export function convolutionDimensions(channelsLast: boolean, spatial: number): Parameters<typeof methods.convolution>[2]['dimensionNumbers'] {
  const axes = spatialAxes(channelsLast, spatial);
  const feature = channelsLast ? spatial + 1 : 1;
  return {
    inputBatchDimension: 0,
    inputFeatureDimension: feature,
    inputSpatialDimensions: axes,
    kernelInputFeatureDimension: spatial,
    kernelOutputFeatureDimension: spatial + 1,
    kernelSpatialDimensions: axes.map((_, i) => i),
    outputBatchDimension: 0,
    outputFeatureDimension: feature,
    outputSpatialDimensions: axes,
  };
}

/** The convolution of x [batch, ...] with f [...window, in / groups, out]; options are checked here. */
export function convolve(op: string, x: Tensor, f: Tensor, spatial: number, options: ConvolutionOptions, groups?: number): Tensor {
  const channelsLast = channelsAreLast(op, options.dataFormat);
  if (f.rank !== spatial + 2)
    throw failure('rank', { op, message: `filters have shape ${showShape(f.type.shape)}`, valid: `rank ${spatial + 2}: window, in, out` });
  const strides = spatialList(op, 'strides', options.strides, spatial, channelsLast);
  const dilations = spatialList(op, 'dilations', options.dilations, spatial, channelsLast);
  return withOneBatch(op, x, spatial, (images) => {
    const sizes = spatialAxes(channelsLast, spatial).map((axis) => images.type.shape[axis]);
    const window = f.type.shape.slice(0, spatial).map((k, i) => dilated(staticSize(op, k), dilations[i]));
    return methods.convolution(images, f, {
      windowStrides: strides,
      padding: paddingPairs(op, options.padding, sizes, window, strides, channelsLast),
      rhsDilation: dilations,
      dimensionNumbers: convolutionDimensions(channelsLast, spatial),
      featureGroupCount: groups ?? groupCount(op, images.type.shape[channelsLast ? spatial + 1 : 1], f.type.shape),
      element: x.type.element,
    }) as Tensor;
  });
}

export function staticSize(op: string, size: Dim): number {
  if (isStatic(size)) return size;
  throw failure('unimplemented', { op, message: 'sizes of filters must be known' });
}

/** How many groups the channels fall into: channels of the input over channels that a filter takes. */
function groupCount(op: string, channels: Dim, filters: readonly Dim[]): number {
  const [inputs, outputs] = filters.slice(-2);
  const [c, i, o] = [staticSize(op, channels), staticSize(op, inputs), staticSize(op, outputs)];
  if (i === 0 || c % i !== 0 || o % (c / i) !== 0) {
    const valid = 'channels of the input are a multiple of those of the filters, and outputs of the number of groups';
    throw failure('shape-mismatch', { op, message: `input has ${c} channels, filters have shape ${showShape(filters)}`, valid });
  }
  return c / i;
}

/** A convolution with a fixed number of spatial axes. */
function fixed(op: string, spatial: number): (input: TensorLike, filters: TensorLike, options?: ConvolutionOptions) => Tensor {
  return (input, filters, options = {}) => {
    checkOptions(op, options, convolutionKeys);
    const [x, f] = convolutionOperands(op, input, filters);
    return convolve(op, x, f, spatial, options);
  };
}

/**
 * Convolution over one axis: input [batch, width, channels], filters [width, channels / groups, out]. Source: `tf.nn.conv1d`.
 * @returns [batch, width', out]
 * @throws InvalidArgumentError when ranks, dtypes or channels do not fit
 */
export const conv1d: (input: TensorLike, filters: TensorLike, options?: ConvolutionOptions) => Tensor = fixed('nn.conv1d', 1);

/**
 * Convolution over two axes: input [batch, height, width, channels], filters [height, width, channels / groups, out]. Source: `tf.nn.conv2d`.
 * @returns [batch, height', width', out]
 * @throws InvalidArgumentError when ranks, dtypes or channels do not fit
 */
export const conv2d: (input: TensorLike, filters: TensorLike, options?: ConvolutionOptions) => Tensor = fixed('nn.conv2d', 2);

/**
 * Convolution over three axes: input [batch, depth, height, width, channels], filters [depth, height, width, channels / groups, out].
 * Source: `tf.nn.conv3d`.
 * @returns [batch, depth', height', width', out]
 * @throws InvalidArgumentError when ranks, dtypes or channels do not fit
 */
export const conv3d: (input: TensorLike, filters: TensorLike, options?: ConvolutionOptions) => Tensor = fixed('nn.conv3d', 3);

/**
 * Convolution over as many axes as the filters have: input [batch, ...space, channels], filters [...window, channels / groups, out].
 * Source: `tf.nn.convolution`.
 */
export function convolution(input: TensorLike, filters: TensorLike, options: ConvolutionOptions = {}): Tensor {
  const op = 'nn.convolution';
  checkOptions(op, options, convolutionKeys);
  const [x, f] = convolutionOperands(op, input, filters);
  if (f.rank < 3) throw failure('rank', { op, message: `filters have shape ${showShape(f.type.shape)}`, valid: 'rank 3 or more: window, in, out' });
  return convolve(op, x, f, f.rank - 2, options);
}
