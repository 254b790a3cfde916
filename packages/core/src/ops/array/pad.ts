/** Padding: with a constant, or by mirroring. */
import { checkOptions, failure, isStatic, methods, showShape } from '@millrace/ir';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { describe } from '../../tensor/describe.ts';
import type { DTypeName } from '../../tensor/dtypes.ts';
import { checkChoice, checkInteger } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { sliceAxis } from '../indexing/slice.ts';
import { concatTensors } from './join.ts';

export interface PadOptions<D extends DTypeName = DTypeName> {
  /**
   * CONSTANT fills with one value; REFLECT mirrors without repeating the edge: [1, 2, 3] padded by 2 is [3, 2, 1, 2, 3, 2, 1]; SYMMETRIC
   * repeats the edge: [2, 1, 1, 2, 3, 3, 2]. Default CONSTANT. Lower case is accepted.
   */
  readonly mode?: 'CONSTANT' | 'REFLECT' | 'SYMMETRIC' | 'constant' | 'reflect' | 'symmetric';
  /** What CONSTANT fills with. Default 0. */
  readonly constantValues?: TensorLike<D>;
}

const modes = ['CONSTANT', 'REFLECT', 'SYMMETRIC'] as const;

/**
 * Adds `paddings[i] = [before, after]` entries on axis i.
 *
 * - Throws: InvalidArgumentError where `paddings` is not [rank, 2], or a mirrored padding is larger than what there is to mirror (size - 1 for
 *   REFLECT, size for SYMMETRIC). TensorFlow: `tf.pad`.
 */
export function pad<D extends DTypeName>(x: TensorLike<D>, paddings: readonly (readonly number[])[], options: PadOptions<D> = {}): Tensor<D> {
  checkOptions('pad', options, ['mode', 'constantValues']);
  const operand = toTensor('pad', x);
  const mode = checkChoice('pad', 'mode', typeof options.mode === 'string' ? options.mode.toUpperCase() : (options.mode ?? 'CONSTANT'), modes);
  const pairs = checkPaddings(paddings, operand);
  if (mode !== 'CONSTANT') return mirror(operand, pairs, mode === 'REFLECT' ? 1 : 0) as Tensor<D>;
  const value = toTensor('pad', options.constantValues ?? (operand.type.element.kind === 'boolean' ? false : 0), operand.type.element);
  if (value.rank !== 0 || value.type.element !== operand.type.element)
    throw failure('operand-type', { op: 'pad', message: `constantValues is ${value.type}`, valid: `a scalar of dtype ${operand.dtype}` });
  if (pairs.every(([before, after]) => before === 0 && after === 0)) return operand;
  return methods.pad(operand, value, {
    edgePaddingLow: pairs.map((p) => p[0]),
    edgePaddingHigh: pairs.map((p) => p[1]),
    interiorPadding: pairs.map(() => 0),
  }) as Tensor<D>;
}

function checkPaddings(paddings: unknown, x: Tensor): [number, number][] {
  if (!Array.isArray(paddings) || paddings.length !== x.rank || !paddings.every((p) => Array.isArray(p) && p.length === 2))
    throw failure('invalid-value', {
      op: 'pad',
      message: `paddings is ${describe(paddings)} for shape ${showShape(x.type.shape)}`,
      valid: `${x.rank} pairs [before, after]`,
    });
  return paddings.map((p: unknown[], i) => [
    checkInteger('pad', `paddings[${i}][0]`, p[0], { min: 0 }),
    checkInteger('pad', `paddings[${i}][1]`, p[1], { min: 0 }),
  ]);
}

/** Mirrored parts before and after each axis; `skip` leaves out the edge itself. */
function mirror(x: Tensor, pairs: readonly (readonly [number, number])[], skip: 0 | 1): Tensor {
  pairs.forEach((pair, axis) => {
    const size = x.type.shape[axis];
    if (!isStatic(size)) throw failure('unimplemented', { op: 'pad', message: `the size of axis ${axis} is not known` });
    const most = Math.max(size - skip, 0);
    if (pair[0] > most || pair[1] > most)
      throw failure('invalid-value', {
        op: 'pad',
        message: `paddings[${axis}] is ${showShape(pair)} for size ${size}`,
        valid: `at most ${most} for ${skip ? 'REFLECT' : 'SYMMETRIC'}`,
      });
  });
  return pairs.reduce((t, [before, after], axis) => {
    const size = t.type.shape[axis] as number;
    const part = (start: number, limit: number): Tensor => methods.reverse(sliceAxis(t, axis, start, limit), { dimensions: [axis] }) as Tensor;
    const parts = [t];
    if (before > 0) parts.unshift(part(skip, before + skip));
    if (after > 0) parts.push(part(size - after - skip, size - skip));
    return concatTensors(parts, axis);
  }, x);
}
