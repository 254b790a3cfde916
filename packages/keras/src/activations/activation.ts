/** What an activation is: a function from a tensor to a tensor of the same shape. */
import type { Tensor } from '@millrace/core';

export type Activation = (x: Tensor) => Tensor;
