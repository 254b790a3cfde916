import { convertToTensor, Tensor, type TensorLike } from '@millrace/core';
import { checkOptions, failure } from '@millrace/ir';
import { recordTensor, type SummaryOptions, target } from './record.ts';

export const commonKeys: readonly string[] = ['step', 'description'];

/** Plugin data of version 0 is an empty message. */
const kind = { plugin: 'scalars', dataClass: 1 } as const;

function numberOf(op: string, data: TensorLike): number {
  if (typeof data === 'number') return data;
  const x = data instanceof Tensor ? data : convertToTensor(data);
  if (x.size !== 1 || x.rank !== 0) throw failure('rank', { op, message: `shape is [${x.shape}]`, valid: 'a scalar' });
  return Number(x.item());
}

/**
 * Records one number, stored as float32. NaN and infinities are kept.
 * @param data  a number, or a scalar of any real dtype
 * @returns whether it was recorded: there is a default writer and the condition of `recordIf` holds
 * @throws ValueError without a step; InvalidArgumentError when `data` is no scalar
 * @see tf.summary.scalar
 */
export function scalar(name: string, data: TensorLike, options: SummaryOptions = {}): boolean {
  const op = 'summary.scalar';
  checkOptions(op, options, commonKeys);
  const to = target(op, name, options);
  if (to === null) return false;
  const value = numberOf(op, data);
  return (
    to.writer.writeScalar(to.step, to.tag, value) ||
    recordTensor(op, name, options, kind, () => ({ dtype: 'float32', shape: [], values: Float32Array.of(value) }))
  );
}
