/** Updates of a variable and its slots as one pointwise kernel. */
import { fusePointwise, type Tensor, type Variable } from '@millrace/core';

type Compute = (values: readonly Tensor[], others: readonly Tensor[]) => readonly Tensor[];
type Fused = (...operands: Tensor[]) => readonly Tensor[];

const kernels = new WeakMap<object, Fused>();

/**
 * Assigns to each variable what `compute` makes of the values of all of them and of further tensors.
 * All values have the shape of the first, or are scalars. One kernel serves all calls of an `owner`, so `compute` is that of the
 * first call: it may close over what never changes for the owner (its options), and gets the rest as tensors.
 */
export function updateTogether(owner: object, variables: readonly Variable[], others: readonly Tensor[], compute: Compute): void {
  const count = variables.length;
  let kernel = kernels.get(owner);
  if (!kernel)
    kernels.set(owner, (kernel = fusePointwise('optimizer', (...operands: Tensor[]) => compute(operands.slice(0, count), operands.slice(count))) as Fused));
  const results = kernel(...variables.map((v) => v.value()), ...others);
  for (let i = 0; i < count; i++) variables[i].assign(results[i]);
}
