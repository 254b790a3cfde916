/** Evenly spaced numbers. Their values come from JavaScript numbers, so they are constants. */
import { checkOptions, elementValue, f32, failure, i32, methods, tensorType, writeElement } from '@millrace/ir';
import { allocateChecked } from '../../tensor/convert.ts';
import { describe } from '../../tensor/describe.ts';
import { type DTypeArgument, type DTypeLike, type DTypeName, elementFor } from '../../tensor/dtypes.ts';
import { checkInteger } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';

function checkNumber(op: string, name: string, value: unknown): number {
  if (typeof value !== 'number') throw failure('wrong-kind', { op, message: `${name} is ${describe(value)}`, valid: 'a number' });
  if (!Number.isFinite(value)) throw failure('value', { op, message: `${name} is ${value}`, valid: 'a finite number' });
  return value;
}

export interface RangeOptions<D extends DTypeName = 'int32'> {
  /** Default int32; needed where a bound or the step is no integer. */
  readonly dtype?: DTypeArgument<D>;
}

/**
 * start, start + delta, … below `limit` (above it for a negative delta). One argument is the limit: `range(3)` = [0, 1, 2].
 *
 * - Output: one axis. Throws InvalidArgumentError for delta 0, ValueError for numbers that are no integers without `dtype`. TensorFlow: `tf.range`.
 */
export function range<D extends DTypeName = 'int32'>(start: number, limit?: number, delta: number = 1, options: RangeOptions<D> = {}): Tensor<D> {
  checkOptions('range', options, ['dtype']);
  const [from, to] =
    limit === undefined ? [0, checkNumber('range', 'limit', start)] : [checkNumber('range', 'start', start), checkNumber('range', 'limit', limit)];
  const step = checkNumber('range', 'delta', delta);
  if (step === 0) throw failure('invalid-value', { op: 'range', message: 'delta is 0' });
  const element = elementFor(options.dtype as DTypeLike | undefined, i32);
  if (element.kind !== 'float')
    for (const [name, v] of [
      ['start', from],
      ['limit', to],
      ['delta', step],
    ] as const)
      if (!Number.isInteger(v))
        throw failure('value', { op: 'range', message: `${name} is ${v}`, valid: 'integers, for an integer dtype', hint: "{ dtype: 'float32' }" });
  const count = Math.max(0, Math.ceil((to - from) / step));
  if (!Number.isSafeInteger(count)) throw failure('value', { op: 'range', message: `${count} elements are too many` });
  const data = allocateChecked('range', element, count);
  for (let i = 0; i < count; i++) writeElement(element, data, i, elementValue(element, from + i * step));
  return methods.constant({ type: tensorType(element, [count]), data }) as Tensor<D>;
}

/**
 * `num` numbers from `start` to `stop`, both included exactly.
 *
 * - Output: one axis of size `num`. Throws ValueError for num below 1. TensorFlow: `tf.linspace`.
 */
export function linspace<D extends DTypeName = 'float32'>(start: number, stop: number, num: number, options: RangeOptions<D> = {}): Tensor<D> {
  checkOptions('linspace', options, ['dtype']);
  const [from, to] = [checkNumber('linspace', 'start', start), checkNumber('linspace', 'stop', stop)];
  const count = checkInteger('linspace', 'num', num, { min: 1 });
  const element = elementFor(options.dtype as DTypeLike | undefined, f32);
  if (element.kind !== 'float') throw failure('operand-type', { op: 'linspace', message: `dtype is ${element.name}`, valid: 'a floating dtype' });
  const data = allocateChecked('linspace', element, count);
  for (let i = 0; i < count; i++) writeElement(element, data, i, i === count - 1 && count > 1 ? to : from + (i * (to - from)) / Math.max(count - 1, 1));
  return methods.constant({ type: tensorType(element, [count]), data }) as Tensor<D>;
}
