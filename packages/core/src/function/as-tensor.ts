/** Values of any maker as tensors. */
import type { Value } from '@millrace/ir';
import { Tensor } from '../tensor/tensor.ts';

/** A value as a tensor: transforms may hand out values that are not. */
export const asTensor = (v: Value): Tensor => (v instanceof Tensor ? v : new Tensor(v.type as Tensor['type'], v.builder, v.payload));
