/** Options of the TensorBoard callback that are more than one kind of value. */
import { failure } from '@millrace/ir';
import { describeValue, type Option } from '../options/option-table.ts';

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

export const updateFreqOption: Option = {
  fallback: 'epoch',
  saved: true,
  describe: "'batch', 'epoch' or a number of steps",
  parse(value, place) {
    if (value === 'batch' || value === 'epoch' || (isCount(value) && value >= 1)) return value;
    throw failure('value', { op: place.op, message: `updateFreq must be 'batch', 'epoch' or a number of steps; got ${describeValue(value)}` });
  },
  serialize: (value) => value as never,
};

/** First and last step, from 4, [2, 5], '4' or '2,5'; null for other values. */
function stepsOf(value: unknown): readonly [number, number] | null {
  const parts = typeof value === 'string' ? value.split(',').map(Number) : Array.isArray(value) ? value : [value, value];
  const [first, last = first] = parts as unknown[];
  return parts.length <= 2 && isCount(first) && isCount(last) && last >= first ? [first, last] : null;
}

export const profileBatchOption: Option = {
  fallback: 0,
  saved: true,
  describe: 'a step, or first and last',
  parse(value, place) {
    const steps = stepsOf(value);
    if (steps === null) throw failure('value', { op: place.op, message: `profileBatch must be a step, or first and last; got ${describeValue(value)}` });
    if (steps[1] > 0) throw failure('unimplemented', { op: place.op, message: 'the profiler is not here yet', valid: 'profileBatch: 0' });
    return 0;
  },
  serialize: (value) => value as never,
};
