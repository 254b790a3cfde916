/** Weights of classes as weights of examples. */
import * as tf from '@millrace/core';
import { failure } from '@millrace/ir';
import { isTensor, type TensorTree } from '../layers/base/tree.ts';

/** The weight of each example's class; labels are class indices or one-hot rows. @throws ValueError for a class without weight */
export function classWeightsOf(y: TensorTree | null, weights: Readonly<Record<number, number>>): TensorTree {
  if (y === null || !isTensor(y)) throw failure('value', { op: 'fit', message: 'classWeight needs labels for one output' });
  const classes = y.rank > 1 && (y.shape[y.rank - 1] as number) > 1 ? tf.argmax(y, { axis: -1, outputType: 'int32' }) : tf.reshape(y, [y.shape[0] as number]);
  const values = Float32Array.from(classes.dataSync() as unknown as ArrayLike<number>, (c) => {
    const weight = weights[Number(c)];
    if (weight === undefined)
      throw failure('value', { op: 'fit', message: `classWeight has no weight for class ${Number(c)}`, valid: Object.keys(weights).join(', ') });
    return weight;
  });
  return tf.fromTypedArray(values);
}
