/** Plain data that programs and plans are stored as, and the checks with which it is read: a record may come from anywhere. */

/** What JSON holds. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Something has no stored form: a quantized or open type, a function in an attribute. Callers go on without storing. */
export class NotStorable extends Error {
  override readonly name: string = 'NotStorable';
}
/** A record is not what it should be. Callers make what they wanted from it anew. */
export class MalformedRecord extends Error {
  override readonly name: string = 'MalformedRecord';
}

export const malformed = (what: string): never => {
  throw new MalformedRecord(what);
};

export const listOf = (record: Json | undefined): readonly Json[] => (Array.isArray(record) ? record : malformed('a list is missing'));
export const textOf = (record: Json | undefined): string => (typeof record === 'string' ? record : malformed('a text is missing'));
export const numberOf = (record: Json | undefined): number => (typeof record === 'number' ? record : malformed('a number is missing'));

export function fieldsOf(record: Json | undefined): Readonly<Record<string, Json>> {
  const isObject = typeof record === 'object' && record !== null && !Array.isArray(record);
  return isObject ? (record as Readonly<Record<string, Json>>) : malformed('an object is missing');
}

/** A whole number from `least` up to `most`. */
export function wholeOf(record: Json | undefined, least: number, most: number): number {
  const value = numberOf(record);
  return Number.isSafeInteger(value) && value >= least && value <= most ? value : malformed(`${value} is not between ${least} and ${most}`);
}

/** The member of `list` that a record names by its place. */
export const memberOf = <T>(list: readonly T[], record: Json | undefined): T => list[wholeOf(record, 0, list.length - 1)];
export const wholesOf = (record: Json | undefined, least: number, most: number): number[] => listOf(record).map((x) => wholeOf(x, least, most));
