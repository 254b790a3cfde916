/** Options that a function cannot do without. */
import { checkOptions, failure } from '@millrace/ir';
import { describe } from '../tensor/describe.ts';

/** Checks that `options` is an object with known keys that has `required`. Throws TypeError naming what is missing or unknown. */
export function requireOptions(op: string, options: unknown, valid: readonly string[], required: readonly string[]): void {
  const keys = `an object with ${required.join(' and ')}`;
  if (typeof options !== 'object' || options === null) throw failure('wrong-kind', { op, message: `the options are ${describe(options)}`, valid: keys });
  checkOptions(op, options, valid);
  const missing = required.find((key) => (options as Readonly<Record<string, unknown>>)[key] === undefined);
  if (missing !== undefined) throw failure('wrong-kind', { op, message: `option ${missing} is missing`, valid: keys });
}
