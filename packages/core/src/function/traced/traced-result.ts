/** The types of what traced functions return. */
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../variable.ts';

/** What a traced function returns where `f` returns `R`: tensors for numbers, booleans and variables. */
export type TracedResult<R> = R extends Tensor
  ? R
  : R extends Variable | number | boolean | bigint
    ? Tensor
    : R extends string | null | undefined
      ? R
      : R extends ReadonlyMap<string, infer V>
        ? Map<string, TracedResult<V>>
        : R extends object
          ? { -readonly [K in keyof R]: TracedResult<R[K]> }
          : R;
