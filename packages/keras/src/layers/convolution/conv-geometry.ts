/** Sizes of convolutions and windows. Source: `tf.nn.convolution`. */
import type { Shape } from '../base/shapes.ts';

export type Padding = 'valid' | 'same' | 'causal';

/** Output size of one axis: ceil(in / stride) for 'same' and 'causal', floor((in - (k - 1) d - 1) / stride) + 1 for 'valid'. */
export function windowSize(input: number | null, kernel: number, stride: number, padding: Padding, dilation: number = 1): number | null {
  if (input === null) return null;
  if (padding !== 'valid') return Math.ceil(input / stride);
  return Math.max(0, Math.floor((input - (kernel - 1) * dilation - 1) / stride) + 1);
}

export interface WindowOptions {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly dilations?: readonly number[];
}

/** Output sizes of all spatial axes. */
export const windowSizes = (input: Shape, { kernel, strides, padding, dilations }: WindowOptions): Shape =>
  input.map((size, i) => windowSize(size, kernel[i], strides[i], padding, dilations?.[i] ?? 1));
