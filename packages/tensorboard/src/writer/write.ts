import type { TensorLike } from '@millrace/core';
import type { ValueMetadata, WritableTensor } from '@millrace/formats';
import { checkOptions } from '@millrace/ir';
import type { Step } from './context.ts';
import { record, tensorData } from './record.ts';

export interface WriteOptions {
  readonly step?: Step;
  /** Which plugin shows it, and how. */
  readonly metadata?: ValueMetadata;
  /** For messages. */
  readonly name?: string;
}

function stringsOf(tensor: TensorLike | readonly Uint8Array[] | Uint8Array): WritableTensor | null {
  if (tensor instanceof Uint8Array) return { dtype: 'string', shape: [], values: [tensor] };
  if (Array.isArray(tensor) && tensor.length > 0 && tensor.every((t) => t instanceof Uint8Array))
    return { dtype: 'string', shape: [tensor.length], values: tensor as Uint8Array[] };
  return null;
}

/**
 * Records any tensor under any plugin. A `Uint8Array` is one string of bytes, a list of them a vector of strings.
 * @returns whether it was recorded
 * @throws ValueError without a step
 * @see tf.summary.write
 */
export function write(tag: string, tensor: TensorLike | readonly Uint8Array[] | Uint8Array, options: WriteOptions = {}): boolean {
  const op = 'summary.write';
  checkOptions(op, options, ['step', 'metadata', 'name']);
  const { metadata } = options;
  const strings = stringsOf(tensor);
  return record(op, tag, options, strings ? [] : [tensor as TensorLike], ({ writer, tag, step }, [x]) =>
    writer.writeValue({ step, tag, metadata, tensor: strings ?? tensorData(op, x) }),
  );
}
