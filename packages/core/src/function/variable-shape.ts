/** Which values a variable takes. */
import { failure, showShape } from '@millrace/ir';
import { describe } from '../tensor/describe.ts';
import type { DType } from '../tensor/dtypes.ts';
import { checkInteger } from '../tensor/shape-argument.ts';
import type { Shape, Tensor } from '../tensor/tensor.ts';

/** Whether `shape` has the sizes of `wanted` wherever both are known. */
export const fitsShape = (shape: Shape, wanted: Shape): boolean =>
  shape.length === wanted.length && shape.every((d, i) => d === wanted[i] || d === null || wanted[i] === null);

/** Checks a shape from the user: a list of sizes, null where they may differ. */
export function checkShapeOption(op: string, shape: unknown): void {
  if (shape === undefined) return;
  if (!Array.isArray(shape))
    throw failure('wrong-kind', { op, message: `shape is ${describe(shape)}`, valid: 'a list of sizes, or null for one that may change' });
  shape.forEach((d: unknown, i) => {
    if (d !== null) checkInteger(op, `shape[${i}]`, d, { min: 0 });
  });
}

/** The error of assigning `value` to a variable of this dtype and shape, or null. */
export function checkAssignable(op: string, value: Tensor, dtype: DType, shape: Shape): Error | null {
  if (value.dtype !== dtype)
    return failure('dtype-mismatch', { op, message: `the value has dtype ${value.dtype}, the variable ${dtype}`, hint: `tf.cast(value, '${dtype}')` });
  if (!fitsShape(value.shape, shape))
    return failure('value', { op, message: `the value has shape ${showShape(value.shape)}, the variable ${showShape(shape)}`, valid: showShape(shape) });
  return null;
}
