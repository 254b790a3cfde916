import { Tensor, type TensorLike } from '@millrace/core';
import { checkOptions, failure } from '@millrace/ir';
import { metadataOf, record, type SummaryOptions } from './record.ts';

export const commonKeys: readonly string[] = ['step', 'description'];

/** Plugin data of version 0 is an empty message. */
const kind = { plugin: 'scalars', dataClass: 1 } as const;

const checkScalar = (op: string, x: Tensor): void => {
  if (x.rank !== 0) throw failure('rank', { op, message: `shape is [${x.shape}]`, valid: 'a scalar' });
};

/**
 * Records one number, stored as float32. NaN and infinities are kept.
 * @param data  a number, or a scalar of any real dtype
 * @returns whether it was recorded: there is a default writer and the condition of `recordIf` holds. Inside a `tf.function`, where each call decides: true
 * @throws ValueError without a step; InvalidArgumentError when `data` is no scalar
 * @see tf.summary.scalar
 */
export function scalar(name: string, data: TensorLike, options: SummaryOptions = {}): boolean {
  const op = 'summary.scalar';
  checkOptions(op, options, commonKeys);
  if (data instanceof Tensor) checkScalar(op, data);
  const metadata = metadataOf(kind, options);
  // A number needs no tensor around it.
  return record(op, name, options, typeof data === 'number' ? [] : [data], ({ writer, tag, step }, [x]) => {
    if (x) checkScalar(op, x);
    const value = x ? Number(x.item()) : (data as number);
    if (!writer.writeScalar(step, tag, value))
      writer.writeValue({ step, tag, metadata, tensor: { dtype: 'float32', shape: [], values: Float32Array.of(value) } });
  });
}
