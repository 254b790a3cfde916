/** Checks of arguments that come from JavaScript: shapes, sizes, axes. One helper each; below the public functions every axis is valid. */

import { type Dim, failure, isStatic, productDims, showShape, unknownChoice } from '@millrace/ir';
import { describe } from './describe.ts';

/** A shape as users give it. */
export type ShapeArgument = readonly number[] | Int32Array | number;

const limit = Number.MAX_SAFE_INTEGER;

/** An integer within bounds. Throws ValueError naming the value. */
export function checkInteger(op: string, name: string, value: unknown, { min = -limit, max = limit }: { min?: number; max?: number } = {}): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number !== 'number') throw failure('wrong-kind', { op, message: `${name} is ${describe(value)}`, valid: 'an integer' });
  if (!Number.isSafeInteger(number)) throw failure('value', { op, message: `${name} is ${number}`, valid: 'an integer' });
  if (number < min || number > max)
    throw failure('value', { op, message: `${name} is ${number}`, valid: max === limit ? `at least ${min}` : `${min} to ${max}` });
  return number;
}

/** One of several names. Throws TypeError for what is no text, ValueError naming the nearest valid one. */
export function checkChoice<const T extends string>(op: string, name: string, value: unknown, choices: readonly T[]): T {
  if (typeof value !== 'string') throw failure('wrong-kind', { op, message: `${name} is ${describe(value)}`, valid: choices.join(', ') });
  if (!choices.includes(value as T)) throw failure('value', { op, message: `${name}: ${unknownChoice(value, choices)}` });
  return value as T;
}

/** A list of integers, from a list or one number. */
export function checkIntegers(op: string, name: string, value: unknown, bounds: { min?: number; max?: number } = {}): number[] {
  if (typeof value === 'number' || typeof value === 'bigint') return [checkInteger(op, name, value, bounds)];
  if (!Array.isArray(value) && !(value instanceof Int32Array))
    throw failure('wrong-kind', { op, message: `${name} is ${describe(value)}`, valid: 'a list of integers' });
  return Array.from(value as readonly unknown[], (v, i) => checkInteger(op, `${name}[${i}]`, v, bounds));
}

export interface CheckShapeOptions {
  /** Number of elements; then one size may be -1 and is computed. */
  readonly size?: number;
}

/** A shape of plain sizes. Throws ValueError for sizes that are negative, no integers, or too large together. */
export function checkShape(op: string, shape: ShapeArgument, { size }: CheckShapeOptions = {}): number[] {
  const sizes = checkIntegers(op, 'shape', shape, { min: size === undefined ? 0 : -1 });
  const open = sizes.indexOf(-1);
  const known = sizes.reduce((p, d, i) => (i === open ? p : p * d), 1);
  if (!Number.isSafeInteger(known)) throw failure('value', { op, message: `shape ${showShape(sizes)} has more than 2^53 elements` });
  if (open < 0 || size === undefined) return sizes;
  if (sizes.includes(-1, open + 1)) throw failure('invalid-value', { op, message: `shape ${showShape(sizes)} has more than one -1` });
  if (known === 0 ? size !== 0 : size % known !== 0)
    throw failure('invalid-value', { op, message: `${size} elements do not fill ${showShape(sizes)} (${size} is not divisible by ${known})` });
  sizes[open] = known === 0 ? 0 : size / known;
  return sizes;
}

/** Number of elements of a shape that may be symbolic. */
export const sizeOfShape = (shape: readonly Dim[]): Dim => productDims(shape);

/** Sizes as plain integers. Throws UnimplementedError where a size is a symbol. */
export function knownSizes(op: string, shape: readonly Dim[], why: string): readonly number[] {
  if (shape.every(isStatic)) return shape as readonly number[];
  throw failure('unimplemented', { op, message: `${why} needs sizes that are known; got ${showShape(shape)}` });
}

/** An axis as users give it. */
export type Axis = number | readonly number[];

/** One axis, counted from the end where negative. Throws ValueError for a number that is no integer, InvalidArgumentError out of range. */
export function resolveAxis(op: string, axis: unknown, rank: number, name: string = 'axis'): number {
  const value = checkInteger(op, name, axis);
  if (value < -rank || value >= rank)
    throw failure('index-out-of-range', {
      op,
      message: `${name} ${value} is not in [${-rank}, ${rank})`,
      valid: rank === 0 ? 'a tensor of rank 1 or more' : `${-rank} to ${rank - 1}`,
    });
  return value < 0 ? value + rank : value;
}

const allAxes: number[][] = [];
const internedAxes = new Map<string, readonly number[]>();

/** Sorted, unique, non-negative axes; all of them for null or undefined. Equal answers are one object. */
export function resolveAxes(op: string, axis: Axis | null | undefined, rank: number): readonly number[] {
  if (axis === null || axis === undefined) return (allAxes[rank] ??= Array.from({ length: rank }, (_, i) => i));
  const list = typeof axis === 'number' ? [axis] : axis;
  if (!Array.isArray(list)) throw failure('wrong-kind', { op, message: `axis is ${describe(axis)}`, valid: 'an integer or a list of integers' });
  const axes = list.map((a) => resolveAxis(op, a, rank)).sort((a, b) => a - b);
  const repeated = axes.find((a, i) => axes.indexOf(a) !== i);
  if (repeated !== undefined) throw failure('invalid-value', { op, message: `axis ${repeated} is given twice` });
  const key = axes.join();
  let found = internedAxes.get(key);
  if (!found) internedAxes.set(key, (found = axes));
  return found;
}
