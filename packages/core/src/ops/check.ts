/** Checks on data inside operations, through the primitive `millrace.check` (notes N4): they raise eagerly and in compiled programs. */
import { dispatch, type ErrorCode, primitives } from '@millrace/ir';
import type { Tensor } from '../tensor/tensor.ts';
import { attributesOf } from './attributes.ts';

export interface CheckFacts {
  /** The function as users call it. */
  readonly op: string;
  readonly code: ErrorCode;
  /** `{position}` stands for the coordinate of the first element that fails, `{0}`, `{1}` … for the shown operands there. */
  readonly message: string;
}

/** Raises at the first element where `valid` does not hold; `shown` operands have its shape or are scalars. */
export function checkElements(valid: Tensor, shown: readonly Tensor[], { op, code, message }: CheckFacts): void {
  const { check } = primitives;
  dispatch(
    check,
    [valid, ...shown],
    attributesOf(check, `${op}:${code}:${message}`, () => ({ op, code, message })),
  );
}
