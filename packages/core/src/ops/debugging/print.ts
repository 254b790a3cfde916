/** Printing values. TensorFlow: `tf.print`. */
import { failure } from '@millrace/ir';
import type { Storage } from '@millrace/runtime';
import { formatElements } from '../../tensor/format.ts';
import { eager, Tensor } from '../../tensor/tensor.ts';
import { isTensorSource, readAsTensor } from '../../tensor/tensor-source.ts';

export interface PrintOptions {
  /** Entries shown at each end of an axis. Default 3; -1 shows everything. */
  readonly summarize?: number;
  /** Where the line goes: stdout, stderr, or a function that takes it. Default stderr, as in TensorFlow. */
  readonly outputStream?: 'stdout' | 'stderr' | ((line: string) => void);
  /** What stands between values. Default a space. */
  readonly sep?: string;
}

const optionKeys = ['summarize', 'outputStream', 'sep'];

function isOptions(value: unknown): value is PrintOptions {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Tensor || isTensorSource(value)) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => optionKeys.includes(key));
}

/** A tensor's elements, nested structures entry by entry, other values as JavaScript shows them. */
function show(value: unknown, options: PrintOptions): string {
  if (isTensorSource(value)) return show(value[readAsTensor](), options);
  if (value instanceof Tensor) {
    if (value.builder !== eager)
      throw failure('unimplemented', { op: 'print', message: 'printing inside a traced function is not here yet', hint: 'print the results' });
    const storage = value.payload as Storage;
    storage.check('print');
    return formatElements(value.type, storage, { summarize: options.summarize ?? 3 });
  }
  if (Array.isArray(value)) return `[${value.map((v) => show(v, options)).join(', ')}]`;
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
    return `{${Object.entries(value)
      .map(([key, v]) => `${key}: ${show(v, options)}`)
      .join(', ')}}`;
  return String(value);
}

/**
 * Prints values on one line: tensors by their elements, long axes shortened. A last argument with the keys of `PrintOptions` is options.
 *
 * - Throws: UnimplementedError for a value of a traced function.
 */
export function print(...values: readonly unknown[]): void {
  const last = values.at(-1);
  const options = isOptions(last) ? last : {};
  const shown = isOptions(last) ? values.slice(0, -1) : values;
  const line = shown.map((v) => show(v, options)).join(options.sep ?? ' ');
  const { outputStream } = options;
  if (typeof outputStream === 'function') outputStream(line);
  else if (outputStream === 'stdout') console.log(line);
  else console.error(line);
}
