/** Convolutions with filters for each channel by itself. */
import { checkOptions, failure, methods, sameDim, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type ConvolutionOptions, convolutionKeys, convolutionOperands, convolve, staticSize } from './convolution.ts';
import { channelAxis } from './data-format.ts';

/** Filters [...window, in, multiplier] for grouped convolution: [...window, 1, in * multiplier], so that output in * multiplier + k is filter k. */
function asGroups(op: string, filters: Tensor, channels: number): Tensor {
  const { shape } = filters.type;
  const multiplier = staticSize(op, shape[shape.length - 1]);
  return methods.reshapeTo(filters, [...shape.slice(0, -2), 1, channels * multiplier]) as Tensor;
}

function depthwise(op: string, x: Tensor, f: Tensor, spatial: number, options: ConvolutionOptions): Tensor {
  if (f.rank !== spatial + 2)
    throw failure('rank', { op, message: `filters have shape ${showShape(f.type.shape)}`, valid: `rank ${spatial + 2}: window, in, multiplier` });
  if (x.rank < spatial + 2) throw failure('rank', { op, message: `input has shape ${showShape(x.type.shape)}`, valid: `rank ${spatial + 2}` });
  const axis = channelAxis(op, options.dataFormat, x.rank);
  const inputs = f.type.shape[spatial];
  if (!sameDim(x.type.shape[axis], inputs))
    throw failure('shape-mismatch', {
      op,
      message: `input has ${x.type.shape[axis]} channels, filters have shape ${showShape(f.type.shape)}`,
      valid: 'equal channels',
    });
  const channels = staticSize(op, inputs);
  return convolve(op, x, asGroups(op, f, channels), spatial, options, channels);
}

/**
 * Applies `multiplier` filters to each channel: input [batch, height, width, in], filters [height, width, in, multiplier].
 * Source: `tf.nn.depthwise_conv2d`.
 * @returns [batch, height', width', in * multiplier]; channel c * multiplier + k is filter k of channel c
 */
export function depthwiseConv2d(input: TensorLike, filters: TensorLike, options: ConvolutionOptions = {}): Tensor {
  checkOptions('nn.depthwiseConv2d', options, convolutionKeys);
  const [x, f] = convolutionOperands('nn.depthwiseConv2d', input, filters);
  return depthwise('nn.depthwiseConv2d', x, f, 2, options);
}

/** `depthwiseConv2d` over one axis: input [batch, width, in], filters [width, in, multiplier]. */
export function depthwiseConv1d(input: TensorLike, filters: TensorLike, options: ConvolutionOptions = {}): Tensor {
  checkOptions('nn.depthwiseConv1d', options, convolutionKeys);
  const [x, f] = convolutionOperands('nn.depthwiseConv1d', input, filters);
  return depthwise('nn.depthwiseConv1d', x, f, 1, options);
}

/**
 * A depthwise convolution, then one with windows of size 1 that mixes the channels. Source: `tf.nn.separable_conv2d`.
 * @param depthwiseFilter  [height, width, in, multiplier]
 * @param pointwiseFilter  [1, 1, in * multiplier, out]
 * @returns [batch, height', width', out]
 */
export function separableConv2d(input: TensorLike, depthwiseFilter: TensorLike, pointwiseFilter: TensorLike, options: ConvolutionOptions = {}): Tensor {
  const op = 'nn.separableConv2d';
  checkOptions(op, options, convolutionKeys);
  const [x, f] = convolutionOperands(op, input, depthwiseFilter);
  const mix = toTensor(op, pointwiseFilter, x.type.element);
  if (mix.rank !== 4 || mix.type.shape[0] !== 1 || mix.type.shape[1] !== 1)
    throw failure('shape-mismatch', { op, message: `pointwiseFilter has shape ${showShape(mix.type.shape)}`, valid: '[1, 1, in * multiplier, out]' });
  return convolve(op, depthwise(op, x, f, 2, options), mix, 2, { dataFormat: options.dataFormat });
}
