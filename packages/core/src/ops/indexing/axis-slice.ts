/** A range of one axis, as Python's `start:stop:step`. */
import { failure } from '@millrace/ir';
import { checkInteger } from '../../tensor/shape-argument.ts';

/** `tf.slice(start, stop, step)` inside `x.at(...)`. Null bounds are the ends; negative ones count from the end; they are clamped. */
export class AxisSlice {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number;
  constructor(start: number | null = null, stop: number | null = null, step: number | null = null) {
    const bound = (name: string, value: number | null): number | null => (value === null || value === undefined ? null : checkInteger('slice', name, value));
    this.start = bound('start', start);
    this.stop = bound('stop', stop);
    this.step = bound('step', step) ?? 1;
    if (this.step === 0) throw failure('invalid-value', { op: 'slice', message: 'step is 0' });
  }

  /** Whether it takes a whole axis of any size. */
  get isWhole(): boolean {
    return this.stop === null && this.step === 1 && (this.start === null || this.start === 0);
  }

  /** The first index, the number of elements and the step for an axis of this size. */
  resolve(size: number): { readonly first: number; readonly count: number; readonly step: number } {
    const { step } = this;
    const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
    const clamp = (value: number): number => Math.min(Math.max(value < 0 ? value + size : value, low), high);
    const first = this.start === null ? (step > 0 ? low : high) : clamp(this.start);
    const end = this.stop === null ? (step > 0 ? high : low) : clamp(this.stop);
    return { first, count: Math.max(0, Math.ceil((end - first) / step)), step };
  }
}
