/** Dtypes of values that meet. */
import type { DTypeName, Tensor } from '@millrace/core';
import * as tf from '@millrace/core';

/** A tensor in the dtype of another. */
export const sameDtype = (x: Tensor, like: Tensor): Tensor => (x.dtype === like.dtype ? x : tf.cast(x, like.dtype.name as DTypeName));

/** A floating tensor in float32 where it has 16 bits: statistics, losses and metrics are computed so, as in Keras. */
export const atLeast32Bits = (x: Tensor): Tensor => (x.dtype.isFloating && x.dtype.size < 4 ? tf.cast(x, 'float32') : x);
