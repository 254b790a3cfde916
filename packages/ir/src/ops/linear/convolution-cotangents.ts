/** The two gradients of a convolution, each of them a convolution. Formulas as in Dumoulin and Visin, arXiv:1603.07285, with dilations and groups. */
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { floorDivDims, multiplyDims } from '../../types/dim.ts';
import { staticShape, type TensorType, tensorType } from '../../types/type.ts';
import { dilatedSize } from '../reduction/windows.ts';
import { convertTo, splitAxis, tensorTypeOf } from '../values.ts';
import type { ConvolutionNumbers, ConvolutionWindow, Groups } from './convolution-numbers.ts';

export interface ConvolutionArgs extends ConvolutionWindow, Groups {
  readonly lhs: Value;
  readonly rhs: Value;
  readonly dimensionNumbers: ConvolutionNumbers;
  readonly ct: Value;
}

/** Merges axis `from` into axis `into`, as its slower part. `from` disappears. */
function mergeInto(x: Value, from: number, into: number, b: Methods): Value {
  const moved = b.moveAxis(x, from, from < into ? into - 1 : into);
  const { shape } = tensorTypeOf(moved);
  const at = from < into ? into - 1 : into;
  return b.reshape(moved, { shape: [...shape.slice(0, at), multiplyDims(shape[at], shape[at + 1]), ...shape.slice(at + 2)] });
}

/** Moves `groups` from the slower part of axis `from` to the slower part of axis `to`. */
function moveGroups(x: Value, groups: number, from: number, to: number, b: Methods): Value {
  const size = tensorTypeOf(x).shape[from];
  const split = splitAxis(x, from, [groups, floorDivDims(size, groups)], b);
  return mergeInto(split, from, to > from ? to + 1 : to, b);
}

const spatialSizes = (type: TensorType, axes: readonly number[]): number[] => axes.map((d) => staticShape(tensorType(type.element, [type.shape[d]]))[0]);

/** The kernel as an unreversed window reads it. */
function plainKernel(rhs: Value, { windowReversal, dimensionNumbers: n }: ConvolutionArgs, b: Methods): Value {
  const dimensions = n.kernelSpatialDimensions.filter((_, i) => windowReversal[i]);
  return dimensions.length === 0 ? rhs : b.reverse(rhs, { dimensions });
}

/** The cotangent of the input: the result's cotangent, spread by the strides, convolved with the reversed kernel. */
export function inputCotangent(args: ConvolutionArgs, b: Methods): Value {
  const { lhs, ct, dimensionNumbers: n, featureGroupCount, batchGroupCount } = args;
  const type = tensorTypeOf(lhs);
  const rhs = convertTo(b.conjugate(plainKernel(args.rhs, args, b)), tensorTypeOf(ct), b);
  const groups = Math.max(featureGroupCount, batchGroupCount);
  // Each group's kernel maps its output features back to its input features.
  const kernel = groups > 1 ? moveGroups(rhs, groups, n.kernelOutputFeatureDimension, n.kernelInputFeatureDimension, b) : rhs;
  const sizes = {
    lhs: spatialSizes(type, n.inputSpatialDimensions),
    rhs: spatialSizes(tensorTypeOf(rhs), n.kernelSpatialDimensions),
    out: spatialSizes(tensorTypeOf(ct), n.outputSpatialDimensions),
  };
  if (sizes.out.includes(0) || sizes.lhs.includes(0)) return b.zeros(type);
  const padding = sizes.lhs.map((d, i) => {
    const window = dilatedSize(sizes.rhs[i], args.rhsDilation[i]) as number;
    const before = window - 1 - args.padding[i][0];
    return [before, (dilatedSize(d, args.lhsDilation[i]) as number) + window - 1 - (dilatedSize(sizes.out[i], args.windowStrides[i]) as number) - before];
  });
  const gradient = b.convolution(ct, b.reverse(kernel, { dimensions: n.kernelSpatialDimensions }), {
    windowStrides: args.lhsDilation,
    padding,
    lhsDilation: args.windowStrides,
    rhsDilation: args.rhsDilation,
    dimensionNumbers: {
      inputBatchDimension: n.outputBatchDimension,
      inputFeatureDimension: n.outputFeatureDimension,
      inputSpatialDimensions: n.outputSpatialDimensions,
      kernelInputFeatureDimension: n.kernelOutputFeatureDimension,
      kernelOutputFeatureDimension: n.kernelInputFeatureDimension,
      kernelSpatialDimensions: n.kernelSpatialDimensions,
      outputBatchDimension: n.inputBatchDimension,
      outputFeatureDimension: n.inputFeatureDimension,
      outputSpatialDimensions: n.inputSpatialDimensions,
    },
    featureGroupCount: groups,
  });
  const whole = batchGroupCount > 1 ? moveGroups(gradient, batchGroupCount, n.inputFeatureDimension, n.inputBatchDimension, b) : gradient;
  return convertTo(whole, type, b);
}

/** The cotangent of the kernel: the input, with batch and features exchanged, convolved with the result's cotangent as the kernel. */
export function kernelCotangent(args: ConvolutionArgs, b: Methods): Value {
  const { lhs, ct, dimensionNumbers: n, featureGroupCount, batchGroupCount } = args;
  const type = tensorTypeOf(args.rhs);
  const sizes = {
    lhs: spatialSizes(tensorTypeOf(lhs), n.inputSpatialDimensions),
    rhs: spatialSizes(type, n.kernelSpatialDimensions),
    out: spatialSizes(tensorTypeOf(ct), n.outputSpatialDimensions),
  };
  if (sizes.out.includes(0) || sizes.lhs.includes(0)) return b.zeros(type);
  const padding = sizes.lhs.map((d, i) => {
    const low = args.padding[i][0];
    const high =
      (dilatedSize(sizes.out[i], args.windowStrides[i]) as number) -
      (dilatedSize(d, args.lhsDilation[i]) as number) +
      (dilatedSize(sizes.rhs[i], args.rhsDilation[i]) as number) -
      low -
      1;
    return [low, high];
  });
  const gradient = b.convolution(convertTo(b.conjugate(lhs), tensorTypeOf(ct), b), ct, {
    windowStrides: args.rhsDilation,
    padding,
    lhsDilation: args.lhsDilation,
    rhsDilation: args.windowStrides,
    dimensionNumbers: {
      inputBatchDimension: n.inputFeatureDimension,
      inputFeatureDimension: n.inputBatchDimension,
      inputSpatialDimensions: n.inputSpatialDimensions,
      kernelInputFeatureDimension: n.outputBatchDimension,
      kernelOutputFeatureDimension: n.outputFeatureDimension,
      kernelSpatialDimensions: n.outputSpatialDimensions,
      outputBatchDimension: n.kernelInputFeatureDimension,
      outputFeatureDimension: n.kernelOutputFeatureDimension,
      outputSpatialDimensions: n.kernelSpatialDimensions,
    },
    featureGroupCount: batchGroupCount,
    batchGroupCount: featureGroupCount,
  });
  return convertTo(plainKernel(gradient, args, b), type, b);
}
