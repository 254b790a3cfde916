/** Kinds of options whose values are plain JavaScript: numbers, choices, axes, sizes. */
import { failure, unknownChoice } from '@millrace/ir';
import { describeValue, type Json, type Option, type OptionPlace } from './option-table.ts';

/** Bounds of a number. */
export interface Range {
  readonly above?: number;
  readonly atLeast?: number;
  readonly below?: number;
  readonly atMost?: number;
}

const same = (value: unknown): Json => value as Json;

function reject(place: OptionPlace, wanted: string, value: unknown, kind: 'value' | 'wrong-kind' = 'value'): Error {
  return failure(kind, { op: place.op, message: `${place.option} must be ${wanted}; got ${describeValue(value)}` });
}

function describeRange(noun: string, { above, atLeast, below, atMost }: Range): string {
  const parts = [
    above !== undefined && `above ${above}`,
    atLeast !== undefined && `at least ${atLeast}`,
    below !== undefined && `below ${below}`,
    atMost !== undefined && `at most ${atMost}`,
  ].filter(Boolean);
  return parts.length === 0 ? noun : `${noun} ${parts.join(' and ')}`;
}

function inRange(value: number, { above, atLeast, below, atMost }: Range): boolean {
  return (
    !(value <= (above ?? -Infinity) && above !== undefined) &&
    !(value < (atLeast ?? -Infinity)) &&
    !(below !== undefined && value >= below) &&
    !(value > (atMost ?? Infinity))
  );
}

/** A finite or infinite number, not NaN. */
export function number(fallback?: number, range: Range = {}): Option {
  const wanted = describeRange('', range).trim() || 'a number';
  return {
    fallback,
    saved: true,
    describe: describeRange('number', range),
    serialize: same,
    parse(value, place) {
      if (typeof value !== 'number' || Number.isNaN(value)) throw reject(place, 'a number', value);
      if (!inRange(value, range)) throw reject(place, wanted, value);
      return value;
    },
  };
}

/** A whole number. */
export function integer(fallback?: number, range: Range = {}): Option {
  const wanted = describeRange('an integer', range);
  return {
    fallback,
    saved: true,
    describe: wanted,
    serialize: same,
    parse(value, place) {
      if (!Number.isSafeInteger(value) || !inRange(value as number, range)) throw reject(place, wanted, value);
      return value;
    },
  };
}

export function boolean(fallback?: boolean): Option {
  return {
    fallback,
    saved: true,
    describe: 'true or false',
    serialize: same,
    parse(value, place) {
      if (typeof value !== 'boolean') throw reject(place, 'true or false', value, 'wrong-kind');
      return value;
    },
  };
}

export function string(fallback?: string): Option {
  return {
    fallback,
    saved: true,
    describe: 'text',
    serialize: same,
    parse(value, place) {
      if (typeof value !== 'string') throw reject(place, 'a string', value, 'wrong-kind');
      return value;
    },
  };
}

/** One of a few strings; a near miss is named. */
export function choice(fallback: string | undefined, choices: readonly string[]): Option {
  return {
    fallback,
    saved: true,
    describe: choices.map((c) => `'${c}'`).join(' | '),
    serialize: same,
    parse(value, place) {
      if (typeof value !== 'string') throw reject(place, `one of ${choices.join(', ')}`, value, 'wrong-kind');
      if (!choices.includes(value)) throw failure('value', { op: place.op, message: `${place.option}: ${unknownChoice(value, choices)}` });
      return value;
    },
  };
}

/** An axis or several, as a list; negative ones count from the end and are resolved when the rank is known. */
export function axes(fallback?: number | readonly number[]): Option {
  return {
    fallback,
    saved: true,
    describe: 'axis or list of axes',
    serialize: (value) => ((value as readonly number[]).length === 1 ? (value as readonly number[])[0] : (value as readonly number[])),
    parse(value, place) {
      const list = Array.isArray(value) ? value : [value];
      for (const axis of list) if (!Number.isSafeInteger(axis)) throw reject(place, 'an integer or a list of integers', value);
      const repeated = list.find((axis, i) => list.indexOf(axis) !== i);
      if (repeated !== undefined) throw failure('value', { op: place.op, message: `${place.option}: axis ${repeated} is given twice` });
      return Object.freeze([...list]);
    },
  };
}

/** One size for every spatial axis or one each, as a list of length `count`. */
export function sizes(count: number, fallback?: number | readonly number[], range: Range = { atLeast: 1 }): Option {
  const wanted = count === 1 ? describeRange('an integer', range) : `${describeRange('an integer', range)}, or ${count} of them`;
  return {
    fallback,
    saved: true,
    describe: wanted,
    serialize: same,
    parse(value, place) {
      const list = Array.isArray(value) ? value : new Array(count).fill(value);
      if (list.length !== count || !list.every((v) => Number.isSafeInteger(v) && inRange(v, range))) throw reject(place, wanted, value);
      return Object.freeze([...list]);
    },
  };
}

/** A list of whole numbers of any length. */
export function integers(fallback?: readonly number[], range: Range = {}): Option {
  const wanted = `a list, each ${describeRange('an integer', range)}`;
  return {
    fallback,
    saved: true,
    describe: wanted,
    serialize: same,
    parse(value, place) {
      if (!Array.isArray(value) || !value.every((v) => Number.isSafeInteger(v) && inRange(v, range))) throw reject(place, wanted, value);
      return Object.freeze([...value]);
    },
  };
}

/** A list of numbers. */
export function numbers(fallback?: readonly number[]): Option {
  return {
    fallback,
    saved: true,
    describe: 'a list of numbers',
    serialize: same,
    parse(value, place) {
      if (!Array.isArray(value) || !value.every((v) => typeof v === 'number' && !Number.isNaN(v))) throw reject(place, 'a list of numbers', value);
      return Object.freeze([...value]);
    },
  };
}

/** A shape; null where a size is open. */
export function shape(fallback?: readonly (number | null)[] | null): Option {
  return {
    fallback,
    saved: true,
    describe: 'a list of sizes, null where open',
    serialize: same,
    parse(value, place) {
      const ok = Array.isArray(value) && value.every((v) => v === null || (Number.isSafeInteger(v) && v >= 0));
      if (!ok) throw reject(place, 'a list of sizes', value);
      return Object.freeze([...(value as number[])]);
    },
  };
}

/** null or what `inner` takes; null when left out. */
export function optional(inner: Option): Option {
  return {
    ...inner,
    fallback: inner.fallback === undefined ? null : inner.fallback,
    describe: `${inner.describe}, or null`,
    parse: (value, place) => (value === null ? null : inner.parse(value, place)),
    serialize: (value) => (value === null ? null : inner.serialize(value)),
  };
}

/** An option that is not part of saved configurations. */
export const transient = (inner: Option): Option => ({ ...inner, saved: false });

/** An option whose name in saved configurations does not follow the rule. */
export const saved = (key: string, inner: Option): Option => ({ ...inner, key });
