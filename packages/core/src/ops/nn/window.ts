/** Strides, dilations, window sizes and padding of convolution and pooling: from what users write to one entry a spatial axis. */
import { type Dim, failure, isStatic, showShape, unknownChoice } from '@millrace/ir';
import { describe } from '../../tensor/describe.ts';
import { checkInteger } from '../../tensor/shape-argument.ts';

/** One number for all spatial axes, one for each, or one for each axis of the tensor (1 for batch and channels). */
export type SpatialArgument = number | readonly number[];

/**
 * - `'SAME'`: ceil(size / stride) results; zeros are put around, the smaller half before.
 * - `'VALID'`: windows that lie inside.
 * - Pairs [before, after], one for each spatial axis or for each axis of the tensor.
 */
export type Padding = 'SAME' | 'VALID' | 'same' | 'valid' | readonly (readonly number[])[];

export interface WindowOptions {
  /** Steps between windows. Default 1. */
  readonly strides?: SpatialArgument;
  /** Default 'VALID'. */
  readonly padding?: Padding;
  /** Steps between the elements of a window. Default 1. */
  readonly dilations?: SpatialArgument;
}

/** A list with a positive integer for each of `spatial` axes. Throws ValueError for other lengths and values. */
export function spatialList(op: string, name: string, given: SpatialArgument | undefined, spatial: number, channelsLast: boolean): readonly number[] {
  const list = given === undefined ? [1] : typeof given === 'number' ? [given] : given;
  if (!Array.isArray(list)) throw failure('wrong-kind', { op, message: `${name} is ${describe(given)}`, valid: 'a number or a list of numbers' });
  const values = list.map((v: unknown, i) => checkInteger(op, `${name}[${i}]`, v, { min: 1 }));
  if (values.length === 1) return new Array<number>(spatial).fill(values[0]);
  if (values.length === spatial) return values;
  if (values.length === spatial + 2) {
    const [batch, channel] = [values[0], values[channelsLast ? spatial + 1 : 1]];
    if (batch !== 1 || channel !== 1) throw failure('value', { op, message: `${name} is ${showShape(values)}`, valid: '1 for the batch and the channels' });
    return channelsLast ? values.slice(1, -1) : values.slice(2);
  }
  throw failure('value', { op, message: `${name} has ${values.length} entries`, valid: `1, ${spatial} or ${spatial + 2}` });
}

/** Zeros before and after each spatial axis. `window` counts the dilated window. */
export function paddingPairs(
  op: string,
  padding: Padding | undefined,
  sizes: readonly Dim[],
  window: readonly number[],
  strides: readonly number[],
  channelsLast: boolean,
): readonly (readonly number[])[] {
  if (padding === undefined || typeof padding === 'string') {
    const name = (padding ?? 'VALID').toUpperCase();
    if (name === 'VALID') return window.map(() => [0, 0]);
    if (name === 'SAME') return window.map((k, i) => samePadding(op, sizes[i], k, strides[i]));
    throw failure('value', { op, message: `padding: ${unknownChoice(String(padding), ['SAME', 'VALID'])}` });
  }
  return explicitPadding(op, padding, window.length, channelsLast);
}

function samePadding(op: string, size: Dim, window: number, stride: number): readonly number[] {
  if (!isStatic(size) && stride > 1)
    throw failure('unimplemented', { op, message: `SAME padding with stride ${stride} needs a size that is known; got ${size}`, hint: 'explicit padding' });
  const total = isStatic(size) ? Math.max((Math.ceil(size / stride) - 1) * stride + window - size, 0) : window - 1;
  const before = Math.floor(total / 2);
  return [before, total - before];
}

function explicitPadding(op: string, given: readonly (readonly number[])[], spatial: number, channelsLast: boolean): readonly (readonly number[])[] {
  if (!Array.isArray(given)) throw failure('wrong-kind', { op, message: `padding is ${describe(given)}`, valid: "'SAME', 'VALID' or pairs" });
  const pairs = given.map((pair: unknown, i) => {
    if (!Array.isArray(pair) || pair.length !== 2) throw failure('value', { op, message: `padding[${i}] is ${describe(pair)}`, valid: '[before, after]' });
    return pair.map((v: unknown, k) => checkInteger(op, `padding[${i}][${k}]`, v, { min: 0 }));
  });
  if (pairs.length === spatial) return pairs;
  if (pairs.length !== spatial + 2) throw failure('value', { op, message: `padding has ${pairs.length} pairs`, valid: `${spatial} or ${spatial + 2}` });
  const outside = [pairs[0], pairs[channelsLast ? spatial + 1 : 1]];
  if (outside.some((p) => p[0] !== 0 || p[1] !== 0)) throw failure('value', { op, message: 'batch and channels cannot be padded' });
  return channelsLast ? pairs.slice(1, -1) : pairs.slice(2);
}

/** The size of a window whose elements are `dilation` apart. */
export const dilated = (window: number, dilation: number): number => (window - 1) * dilation + 1;
