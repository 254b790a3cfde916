/** The loss that a name, an object, a function or a saved form stands for. */
import type { Tensor } from '@millrace/core';
import { failure } from '@millrace/ir';
import { describeValue } from '../options/option-table.ts';
import { isSavedObject, loadObject, plainContext } from '../saving/object-form.ts';
import { FunctionLoss } from './function-loss.ts';
import { Loss } from './loss.ts';
import { lossClasses, lossNames } from './registry.ts';

/** A name (`'mse'`, `'sparseCategoricalCrossentropy'`), a loss, or a function from labels and predictions to a loss of each sample. */
export type LossLike = LossObject | string | ((yTrue: Tensor, yPred: Tensor) => Tensor);

/** A loss without its call signature, so that a function written in its place knows the types of its arguments. */
export type LossObject = Pick<Loss, keyof Loss>;

/** Throws ValueError for an unknown name, with the nearest one; TypeError for another kind of value. */
export function get(like: LossLike, op: string = 'losses.get'): Loss {
  if (like instanceof Loss) return like as Loss;
  if (typeof like === 'string') return lossNames.require(like, op, 'loss')();
  if (isSavedObject(like)) return loadObject(like, lossClasses, 'loss', plainContext) as unknown as Loss;
  if (typeof like === 'function') return new FunctionLoss(like);
  throw failure('wrong-kind', { op, message: `a loss must be a name, a loss or a function; got ${describeValue(like)}`, valid: lossNames.names.join(', ') });
}
