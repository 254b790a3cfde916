/** The prediction loop. Source: Keras's `Trainer.predict`. */
import * as tf from '@millrace/core';
import { checkOptions, failure } from '@millrace/ir';
import { CallbackList } from '../callbacks/callback-list.ts';
import { isTensor, leavesOf, packTree, type TensorTree } from '../layers/base/tree.ts';
import { sourcesOf } from './batch-source.ts';
import { Interruption } from './interruption.ts';
import { type DataLike, type PredictOptions, predictKeys } from './options.ts';
import type { TrainedModel } from './trained-model.ts';
import type { Trainer } from './trainer.ts';

/** Outputs for all examples, in their order. @throws ValueError for bad options or empty data */
export async function predict(model: TrainedModel, trainer: Trainer, x: DataLike, options: PredictOptions = {}): Promise<TensorTree> {
  checkOptions('predict', options, predictKeys);
  const { source } = sourcesOf(x, undefined, { op: 'predict', batchSize: options.batchSize });
  const steps = options.steps ?? source.steps;
  const callbacks = new CallbackList(options.callbacks ?? [], { verbose: options.verbose ?? 'auto', model: model as never, epochs: 1, steps });
  const interruption = new Interruption(options.signal ?? null);
  try {
    await callbacks.onPredictBegin();
    const outputs: TensorTree[] = [];
    for await (const batch of source.batches()) {
      if (callbacks.wantsBatches) await callbacks.onPredictBatchBegin(outputs.length);
      outputs.push(trainer.steps.predict(batch));
      if (callbacks.wantsBatches) await callbacks.onPredictBatchEnd(outputs.length - 1, {});
      await interruption.breathe();
      if (interruption.requested || (options.steps != null && outputs.length >= options.steps)) break;
    }
    if (outputs.length === 0) throw failure('value', { op: 'predict', message: 'the data is empty: there were no batches' });
    await callbacks.onPredictEnd();
    return joined(outputs);
  } finally {
    callbacks.release();
  }
}

/** Outputs of all batches, joined along the first axis. */
function joined(outputs: readonly TensorTree[]): TensorTree {
  if (outputs.length === 1) return outputs[0];
  const leaves = outputs.map(leavesOf);
  const whole = leaves[0].map((_, i) =>
    tf.concat(
      leaves.map((l) => l[i]),
      0,
    ),
  );
  return isTensor(outputs[0]) ? whole[0] : (packTree(outputs[0], whole) as TensorTree);
}
