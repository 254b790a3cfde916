/** Where batch, channels and space lie in images. */
import { failure, unknownChoice } from '@millrace/ir';

/** Channels last or first; for one and three spatial axes the names of TensorFlow's functions. */
export type DataFormat = 'NHWC' | 'NCHW' | 'NWC' | 'NCW' | 'NDHWC' | 'NCDHW' | 'channelsLast' | 'channelsFirst';

const last: readonly string[] = ['NHWC', 'NWC', 'NDHWC', 'channelsLast'];
const first: readonly string[] = ['NCHW', 'NCW', 'NCDHW', 'channelsFirst'];

/** Whether channels are the last axis. Throws ValueError for an unknown format. */
export function channelsAreLast(op: string, format: DataFormat | undefined): boolean {
  if (format === undefined || last.includes(format)) return true;
  if (first.includes(format)) return false;
  throw failure('value', { op, message: `dataFormat: ${unknownChoice(String(format), [...last, ...first])}` });
}

/** The axis of the channels. */
export const channelAxis = (op: string, format: DataFormat | undefined, rank: number): number => (channelsAreLast(op, format) ? rank - 1 : 1);

/** The spatial axes, in order. */
export const spatialAxes = (isLast: boolean, spatial: number): readonly number[] => Array.from({ length: spatial }, (_, i) => i + (isLast ? 1 : 2));
