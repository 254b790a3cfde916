/** Images with channels last (ours) or first. */

import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import type { Shape } from './shapes.ts';

export type DataFormat = 'channels_last' | 'channels_first';
export const dataFormats: readonly DataFormat[] = ['channels_last', 'channels_first'];

const others = (rank: number): number[] => Array.from({ length: rank - 2 }, (_, i) => i);

/** The tensor with its channels last. */
export const channelsLast = (x: Tensor, format: DataFormat): Tensor =>
  format === 'channels_last' ? x : tf.transpose(x, { perm: [0, ...others(x.rank).map((i) => i + 2), 1] });

/** A tensor with channels last in the given format. */
export const inFormat = (x: Tensor, format: DataFormat): Tensor =>
  format === 'channels_last' ? x : tf.transpose(x, { perm: [0, x.rank - 1, ...others(x.rank).map((i) => i + 1)] });

/** Sizes without batch and channels. */
export const spatialSizes = (shape: Shape, format: DataFormat): Shape => (format === 'channels_last' ? shape.slice(1, -1) : shape.slice(2));

/** The axis of the channels. */
export const channelAxis = (format: DataFormat): number => (format === 'channels_last' ? -1 : 1);

/** A shape of these parts. */
export const shapeOf = (batch: number | null, spatial: Shape, channels: number | null, format: DataFormat): Shape =>
  format === 'channels_last' ? [batch, ...spatial, channels] : [batch, channels, ...spatial];
