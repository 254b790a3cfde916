/** Transposed convolutions: the gradient of a convolution by its input, as an operation of its own. */
import { checkOptions, failure, isStatic, methods, showShape } from '@millrace/ir';
import type { TensorLike } from '../../tensor/convert.ts';
import { checkShape, type ShapeArgument } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { type ConvolutionOptions, convolutionDimensions, convolutionKeys, convolutionOperands, staticSize } from './convolution.ts';
import { channelsAreLast, spatialAxes } from './data-format.ts';
import { dilated, paddingPairs, spatialList } from './window.ts';

/** Default padding is 'SAME', as in TensorFlow. */
export type ConvolutionTransposeOptions = ConvolutionOptions;

function transposed(
  op: string,
  spatial: number,
): (input: TensorLike, filters: TensorLike, outputShape: ShapeArgument, options?: ConvolutionTransposeOptions) => Tensor {
  return (input, filters, outputShape, options = {}) => {
    checkOptions(op, options, convolutionKeys);
    const [x, f] = convolutionOperands(op, input, filters);
    const channelsLast = channelsAreLast(op, options.dataFormat);
    if (x.rank !== spatial + 2 || f.rank !== spatial + 2) {
      const message = `input has shape ${showShape(x.type.shape)}, filters ${showShape(f.type.shape)}`;
      throw failure('rank', { op, message, valid: `rank ${spatial + 2}; filters are [...window, out, in]` });
    }
    const wanted = fullShape(op, checkShape(op, outputShape), x, f, spatial, channelsLast);
    const axes = spatialAxes(channelsLast, spatial);
    const sizes = axes.map((axis) => wanted[axis]);
    const strides = spatialList(op, 'strides', options.strides, spatial, channelsLast);
    const dilations = spatialList(op, 'dilations', options.dilations, spatial, channelsLast);
    const window = f.type.shape.slice(0, spatial).map((k, i) => dilated(staticSize(op, k), dilations[i]));
    const padding = paddingPairs(op, options.padding ?? 'SAME', sizes, window, strides, channelsLast);
    checkForward(op, x, axes, sizes, window, strides, padding);
    const dimensions = convolutionDimensions(channelsLast, spatial);
    return methods.convolution(x, f, {
      lhsDilation: strides,
      rhsDilation: dilations,
      windowReversal: window.map(() => true),
      // Zeros around the dilated input, so that window i of the forward pass is what element i gives to.
      padding: window.map((k, i) => {
        const before = k - 1 - padding[i][0];
        const spread = ((x.type.shape[axes[i]] as number) - 1) * strides[i] + 1;
        return [before, sizes[i] - spread - before + k - 1];
      }),
      dimensionNumbers: { ...dimensions, kernelInputFeatureDimension: spatial + 1, kernelOutputFeatureDimension: spatial },
      element: x.type.element,
    }) as Tensor;
  };
}

/** The output's shape; users may give its spatial sizes alone. */
function fullShape(op: string, given: readonly number[], x: Tensor, f: Tensor, spatial: number, channelsLast: boolean): readonly number[] {
  if (!x.type.shape.every(isStatic)) throw failure('unimplemented', { op, message: 'sizes of the input must be known' });
  const batch = x.type.shape[0] as number;
  const channels = staticSize(op, f.type.shape[spatial]);
  const inputs = staticSize(op, f.type.shape[spatial + 1]);
  const own = x.type.shape[channelsLast ? spatial + 1 : 1];
  if (own !== inputs)
    throw failure('shape-mismatch', { op, message: `input has ${own} channels, filters [...window, out, in] are ${showShape(f.type.shape)}` });
  if (given.length === spatial) return channelsLast ? [batch, ...given, channels] : [batch, channels, ...given];
  const expected = channelsLast ? [batch, ...given.slice(1, -1), channels] : [batch, channels, ...given.slice(2)];
  if (given.length !== spatial + 2 || given.some((d, i) => d !== expected[i]))
    throw failure('shape-mismatch', { op, message: `outputShape is ${showShape(given)}`, valid: `batch ${batch} and ${channels} channels` });
  return given;
}

/** The forward convolution of the output's sizes must give the input's. */
function checkForward(
  op: string,
  x: Tensor,
  axes: readonly number[],
  sizes: readonly number[],
  window: readonly number[],
  strides: readonly number[],
  padding: readonly (readonly number[])[],
): void {
  axes.forEach((axis, i) => {
    const forward = Math.floor((sizes[i] + padding[i][0] + padding[i][1] - window[i]) / strides[i]) + 1;
    if (forward === x.type.shape[axis]) return;
    const message = `outputShape has size ${sizes[i]} on axis ${axis}, whose convolution has size ${forward}; input has ${x.type.shape[axis]}`;
    throw failure('shape-mismatch', { op, message });
  });
}

/**
 * The transpose of `conv1d`: input [batch, width, in], filters [width, out, in]. Source: `tf.nn.conv1d_transpose`.
 * @param outputShape  [batch, width', out], or [width']
 */
export const conv1dTranspose: (input: TensorLike, filters: TensorLike, outputShape: ShapeArgument, options?: ConvolutionTransposeOptions) => Tensor =
  transposed('nn.conv1dTranspose', 1);

/**
 * The transpose of `conv2d`: input [batch, height, width, in], filters [height, width, out, in]. Source: `tf.nn.conv2d_transpose`.
 * @param outputShape  [batch, height', width', out], or [height', width']
 * @throws InvalidArgumentError when the convolution of that shape does not have the input's
 */
export const conv2dTranspose: (input: TensorLike, filters: TensorLike, outputShape: ShapeArgument, options?: ConvolutionTransposeOptions) => Tensor =
  transposed('nn.conv2dTranspose', 2);

/** The transpose of `conv3d`: input [batch, depth, height, width, in], filters [depth, height, width, out, in]. Source: `tf.nn.conv3d_transpose`. */
export const conv3dTranspose: (input: TensorLike, filters: TensorLike, outputShape: ShapeArgument, options?: ConvolutionTransposeOptions) => Tensor =
  transposed('nn.conv3dTranspose', 3);
