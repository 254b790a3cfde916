import type { Tensor, TensorLike } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';

/**
 * One-hot rows of class indices: [...] integers to [..., numClasses] float32. Without `numClasses` it is the largest index plus 1.
 * @throws InvalidArgumentError for an index that is no class. Source: `keras.utils.to_categorical`
 */
export function toCategorical(y: TensorLike, numClasses: number | null = null): Tensor {
  const given = tf.convertToTensor(y);
  const indices = tf.cast(given.rank > 1 && given.shape[given.rank - 1] === 1 ? tf.squeeze(given, { axis: -1 }) : given, 'int32');
  const values = indices.dataSync() as unknown as Int32Array;
  const classes = numClasses ?? values.reduce((most, v) => Math.max(most, v), -1) + 1;
  const wrong = values.findIndex((v) => v < 0 || v >= classes);
  if (wrong >= 0) throw failure('index-out-of-range', { op: 'toCategorical', message: `label ${values[wrong]} at index ${wrong} is not in [0, ${classes})` });
  return tf.oneHot(indices, classes, { dtype: 'float32' });
}
