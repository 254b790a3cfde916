import { convertToTensor, type TensorLike } from '@millrace/core';
import { tensorProtoOf } from '@millrace/formats/protobuf';
import { checkOptions } from '@millrace/ir';
import type { Step } from './context.ts';
import { target, tensorData } from './record.ts';
import type { SummaryValueInit } from './summary-writer.ts';

export interface WriteOptions {
  readonly step?: Step;
  /** SummaryMetadata as a plain object: which plugin shows it, its content, display name, description, data class. */
  readonly metadata?: SummaryValueInit['metadata'];
  /** For messages. */
  readonly name?: string;
}

function protoOf(op: string, tensor: TensorLike | readonly Uint8Array[] | Uint8Array): ReturnType<typeof tensorProtoOf> {
  if (tensor instanceof Uint8Array) return tensorProtoOf('string', [], [tensor]);
  if (Array.isArray(tensor) && tensor.length > 0 && tensor.every((t) => t instanceof Uint8Array))
    return tensorProtoOf('string', [tensor.length], tensor as Uint8Array[]);
  const { dtype, shape, values } = tensorData(op, convertToTensor(tensor as TensorLike));
  return tensorProtoOf(dtype, shape, values);
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
  const to = target(op, tag, options);
  if (to === null) return false;
  const proto = protoOf(op, tensor);
  to.writer.writeValue(to.step, { tag: to.tag, metadata: options.metadata, value: { case: 'tensor', value: proto } });
  return true;
}
