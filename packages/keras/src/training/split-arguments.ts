/** `fit(x, y, options)` or, with data that brings its labels, `fit(batches, options)`. */
import { isTensor } from '../layers/base/tree.ts';

const isPlainObject = (value: unknown): value is object => typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Labels and options: a second argument whose keys are all options is the options. */
export function splitArguments<O extends object>(
  second: unknown,
  third: O | undefined,
  keys: readonly string[],
): readonly [labels: never | undefined, options: O] {
  const isOptions = third === undefined && isPlainObject(second) && !isTensor(second) && Object.keys(second).every((key) => keys.includes(key));
  return isOptions ? [undefined as never, second as O] : [second as never, third ?? ({} as O)];
}
