/** Pooling: the maximum or the mean of windows. */
import { type ElementType, failure, i64, methods, showShape, tensorType } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { describe } from '../../tensor/describe.ts';
import { asDtype, type DTypeLike } from '../../tensor/dtypes.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { requireKind } from '../broadcast.ts';
import { floating, realNumeric } from '../math/families.ts';
import { requireOptions } from '../required-options.ts';
import { withOneBatch } from './convolution.ts';
import { channelsAreLast, type DataFormat, spatialAxes } from './data-format.ts';
import { dilated, type Padding, paddingPairs, type SpatialArgument, spatialList } from './window.ts';

export interface PoolOptions {
  /** Sizes of the window. */
  readonly ksize: SpatialArgument;
  /** Steps between windows. Default: 1, as in TensorFlow. */
  readonly strides?: SpatialArgument;
  /** Default 'VALID'. */
  readonly padding?: Padding;
  /** Where the channels are. Default: the last axis. */
  readonly dataFormat?: DataFormat;
  /** Steps between the elements of a window. Default 1. */
  readonly dilations?: SpatialArgument;
}

const keys: readonly string[] = ['ksize', 'strides', 'padding', 'dataFormat', 'dilations'];

/** Attributes of a window reduction: one entry for each axis of the tensor. */
interface Window {
  readonly windowDimensions: readonly number[];
  readonly windowStrides: readonly number[];
  readonly baseDilations: readonly number[];
  readonly windowDilations: readonly number[];
  readonly padding: readonly (readonly number[])[];
}

function windowOf(op: string, x: Tensor, spatial: number, options: PoolOptions): Window {
  const channelsLast = channelsAreLast(op, options.dataFormat);
  const list = (name: 'ksize' | 'strides' | 'dilations'): readonly number[] => spatialList(op, name, options[name], spatial, channelsLast);
  const [ksize, strides, dilations] = [list('ksize'), list('strides'), list('dilations')];
  const axes = spatialAxes(channelsLast, spatial);
  const window = ksize.map((k, i) => dilated(k, dilations[i]));
  const pairs = paddingPairs(
    op,
    options.padding,
    axes.map((axis) => x.type.shape[axis]),
    window,
    strides,
    channelsLast,
  );
  const everyAxis = <T>(values: readonly T[], outside: T): T[] => x.type.shape.map((_, i) => (axes.includes(i) ? values[axes.indexOf(i)] : outside));
  return {
    windowDimensions: everyAxis(ksize, 1),
    windowStrides: everyAxis(strides, 1),
    baseDilations: x.type.shape.map(() => 1),
    windowDilations: everyAxis(dilations, 1),
    padding: everyAxis<readonly number[]>(pairs, [0, 0]),
  };
}

/** The least value of an element type: what a maximum begins with. */
function lowest(element: ElementType): Tensor {
  const value = element.kind === 'float' ? Number.NEGATIVE_INFINITY : asDtype(dtypeName(element)).min;
  return toTensor('nn.maxPool', value, element);
}
const dtypeName = (element: ElementType): DTypeLike => toTensor('nn.maxPool', 0, element).dtype.name as DTypeLike;

function maxOfWindows(x: Tensor, window: Window): Tensor {
  const { element } = x.type;
  return methods.reduceWindow([x], [lowest(element)], { ...window, body: methods.combiner('maximum', element) })[0] as Tensor;
}

/** The sum of each window over the number of its elements that are not padding. */
function meanOfWindows(x: Tensor, window: Window): Tensor {
  const { element } = x.type;
  const sum = (of: Tensor): Tensor =>
    methods.reduceWindow([of], [toTensor('nn.avgPool', 0, element)], { ...window, body: methods.combiner('add', element) })[0] as Tensor;
  const total = sum(x);
  const count = window.windowDimensions.reduce((a, b) => a * b, 1);
  if (window.padding.every(([before, after]) => before === 0 && after === 0)) return methods.divide(total, methods.full(total.type, count)) as Tensor;
  // How many are real depends on the place only: the batch and the channels have size 1.
  const places = x.type.shape.map((d, i) => (window.windowDimensions[i] === 1 && window.padding[i][0] === 0 && window.padding[i][1] === 0 ? 1 : d));
  const counts = sum(methods.ones(tensorType(element, places)) as Tensor);
  const axes = counts.type.shape.map((_, i) => i);
  return methods.divide(total, methods.broadcast(counts, total.type.shape, axes)) as Tensor;
}

type Pool = (input: TensorLike, options: PoolOptions) => Tensor;

function pooling(op: string, spatial: number | null, kinds: typeof realNumeric, body: (x: Tensor, window: Window) => Tensor): Pool {
  return (input, options) => {
    requireOptions(op, options, keys, ['ksize']);
    const x = toTensor(op, input);
    requireKind(op, x, kinds, 'input');
    const axes = spatial ?? x.rank - 2;
    if (axes < 1) throw failure('rank', { op, message: `input has shape ${showShape(x.type.shape)}`, valid: 'rank 3 or more: batch, space, channels' });
    return withOneBatch(op, x, axes, (images) => body(images, windowOf(op, images, axes, options)));
  };
}

/** The maximum of each window over all spatial axes: input [batch, ...space, channels]. The gradient goes to the first maximum. Source: `tf.nn.max_pool`. */
export const maxPool: Pool = pooling('nn.maxPool', null, realNumeric, maxOfWindows);
/** `maxPool` of [batch, width, channels]. */
export const maxPool1d: Pool = pooling('nn.maxPool1d', 1, realNumeric, maxOfWindows);
/** `maxPool` of [batch, height, width, channels]. */
export const maxPool2d: Pool = pooling('nn.maxPool2d', 2, realNumeric, maxOfWindows);
/** `maxPool` of [batch, depth, height, width, channels]. */
export const maxPool3d: Pool = pooling('nn.maxPool3d', 3, realNumeric, maxOfWindows);

/** The mean of each window over all spatial axes; padding does not count. Source: `tf.nn.avg_pool`. */
export const avgPool: Pool = pooling('nn.avgPool', null, floating, meanOfWindows);
/** `avgPool` of [batch, width, channels]. */
export const avgPool1d: Pool = pooling('nn.avgPool1d', 1, floating, meanOfWindows);
/** `avgPool` of [batch, height, width, channels]. */
export const avgPool2d: Pool = pooling('nn.avgPool2d', 2, floating, meanOfWindows);
/** `avgPool` of [batch, depth, height, width, channels]. */
export const avgPool3d: Pool = pooling('nn.avgPool3d', 3, floating, meanOfWindows);

export interface GenericPoolOptions extends PoolOptions {
  readonly poolingType: 'MAX' | 'AVG';
}
/** Pooling with its kind as an option. Source: `tf.nn.pool`. */
export function pool(input: TensorLike, options: GenericPoolOptions): Tensor {
  requireOptions('nn.pool', options, [...keys, 'poolingType'], ['ksize', 'poolingType']);
  const { poolingType, ...rest } = options;
  if (poolingType === 'MAX') return maxPool(input, rest);
  if (poolingType === 'AVG') return avgPool(input, rest);
  throw failure('value', { op: 'nn.pool', message: `poolingType is ${describe(poolingType)}`, valid: 'MAX or AVG' });
}

export interface MaxPoolWithArgmaxOptions extends Omit<PoolOptions, 'dilations' | 'dataFormat'> {
  /** int64, the default, or int32. */
  readonly outputDtype?: DTypeLike;
  /** Whether positions count through the batch, too. Default false. */
  readonly includeBatchInIndex?: boolean;
}

/**
 * The maximum of each window of [batch, height, width, channels], and where it is: (y * width + x) * channels + c of the first.
 * Source: `tf.nn.max_pool_with_argmax`.
 */
export function maxPoolWithArgmax(input: TensorLike, options: MaxPoolWithArgmaxOptions): { readonly output: Tensor; readonly argmax: Tensor } {
  const op = 'nn.maxPoolWithArgmax';
  requireOptions(op, options, ['ksize', 'strides', 'padding', 'outputDtype', 'includeBatchInIndex'], ['ksize']);
  const x = toTensor(op, input);
  requireKind(op, x, realNumeric, 'input');
  if (x.rank !== 4) throw failure('rank', { op, message: `input has shape ${showShape(x.type.shape)}`, valid: 'rank 4: batch, height, width, channels' });
  const window = windowOf(op, x, 2, options);
  const element = options.outputDtype === undefined ? i64 : asDtype(options.outputDtype).element;
  const flat = methods.windowArgmax(x, { ...window, direction: 'GE', element }) as Tensor;
  const output = maxOfWindows(x, window);
  if (options.includeBatchInIndex) return { output, argmax: flat };
  const example = x.type.shape.slice(1).reduce<number>((n, d) => n * Number(d), 1);
  const before = methods.multiply(methods.iota({ iotaDimension: 0, shape: flat.type.shape, element }), methods.full(flat.type, example));
  return { output, argmax: methods.subtract(flat, before) as Tensor };
}
