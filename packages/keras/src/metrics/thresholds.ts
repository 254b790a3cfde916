/** The option that holds thresholds of yes-no predictions. */
import { failure } from '@millrace/ir';
import type { Json, Option } from '../options/option-table.ts';

/** A threshold in [0, 1] or several, as a list. */
export const thresholdsOption = (fallback: number | null): Option => ({
  fallback,
  saved: true,
  describe: 'a number in [0, 1], or a list of them',
  serialize: (value) => (value !== null && (value as readonly number[]).length === 1 ? (value as readonly number[])[0] : value) as Json,
  parse(value, place) {
    if (value === null) return null;
    const list = Array.isArray(value) ? value : [value];
    const ok = list.length > 0 && list.every((t) => typeof t === 'number' && t >= 0 && t <= 1);
    if (!ok) throw failure('value', { op: place.op, message: `${place.option} must be in [0, 1]; got ${JSON.stringify(value)}` });
    return Object.freeze([...list]);
  },
});
