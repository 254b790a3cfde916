/** The optimizer that a name, an object or a saved form stands for. */
import { failure } from '@millrace/ir';
import { describeValue } from '../options/option-table.ts';
import { isSavedObject, loadObject, plainContext } from '../saving/object-form.ts';
import { Optimizer } from './optimizer.ts';
import { optimizerClasses, optimizerNames } from './registry.ts';

/** A name (`'adam'`) or an optimizer. */
export type OptimizerLike = Optimizer | string;

/** Throws ValueError for an unknown name, with the nearest one; TypeError for another kind of value. */
export function get(like: OptimizerLike, op: string = 'optimizers.get'): Optimizer {
  if (like instanceof Optimizer) return like;
  if (typeof like === 'string') return optimizerNames.require(like, op, 'optimizer')();
  if (isSavedObject(like)) return loadObject(like, optimizerClasses, 'optimizer', plainContext) as unknown as Optimizer;
  throw failure('wrong-kind', {
    op,
    message: `an optimizer must be a name or an optimizer; got ${describeValue(like)}`,
    valid: optimizerNames.names.join(', '),
  });
}
