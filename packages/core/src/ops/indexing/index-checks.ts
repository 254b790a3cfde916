/** The check of indices before a gather or scatter, whose primitives clamp or skip what is out of range. */
import { type Dim, methods } from '@millrace/ir';
import type { Tensor } from '../../tensor/tensor.ts';
import { constantLike } from '../broadcast.ts';
import { checkElements } from '../check.ts';

/**
 * The indices, after a check that each is in [0, size). `axis` is the axis of `indices` along which `sizes` run (coordinates), or null where
 * all indices have one bound. Modes 'clip' and 'fill' do not check: the primitive clamps.
 */
export function checkIndices(op: string, indices: Tensor, sizes: readonly Dim[], axis: number | null, mode: 'raise' | 'clip' | 'fill'): Tensor {
  if (mode !== 'raise') return indices;
  const { element } = indices.type;
  const bound = axis === null ? constantLike(indices, sizes[0] as number) : methods.full(indices.type, 0);
  const valid = methods.and(
    methods.compare(indices, constantLike(indices, 0), { comparisonDirection: 'GE' }),
    methods.compare(indices, bound, { comparisonDirection: 'LT' }),
  ) as Tensor;
  void element;
  return checkElements(indices, valid, { op, code: 'index-out-of-range', message: '' });
}
