/** The evaluation loop. Source: Keras's `Trainer.evaluate`. */
import { checkOptions, failure } from '@millrace/ir';
import { CallbackList } from '../callbacks/callback-list.ts';
import { type BatchSource, sourcesOf } from './batch-source.ts';
import { Interruption } from './interruption.ts';
import { type BatchLogs, type DataLike, type EvaluateOptions, evaluateKeys, type Targets } from './options.ts';
import { splitArguments } from './split-arguments.ts';
import { numbersOf } from './step-logs.ts';
import type { TrainedModel } from './trained-model.ts';
import type { Trainer } from './trainer.ts';

/** Loss and metrics on data. @throws FailedPreconditionError before compile; ValueError for bad options or data */
export async function evaluate(
  model: TrainedModel,
  trainer: Trainer,
  x: DataLike,
  second?: Targets | EvaluateOptions,
  third?: EvaluateOptions,
): Promise<number[] | BatchLogs> {
  const [y, options] = splitArguments<EvaluateOptions>(second, third, evaluateKeys);
  checkOptions('evaluate', options, evaluateKeys);
  trainer.requireCompiled('evaluate');
  const { source } = sourcesOf(x, y, { op: 'evaluate', batchSize: options.batchSize, sampleWeight: options.sampleWeight });
  const callbacks = new CallbackList(options.callbacks ?? [], {
    verbose: options.verbose ?? 'auto',
    model: model as never,
    epochs: 1,
    steps: options.steps ?? source.steps,
  });
  const interruption = new Interruption(options.signal ?? null);
  try {
    const logs = await runEvaluation(model, source, options.steps ?? null, callbacks, interruption);
    return options.returnDict ? logs : Object.values(logs);
  } finally {
    callbacks.release();
  }
}

/** Evaluates over a pass of `source`. */
export async function runEvaluation(
  model: TrainedModel,
  source: BatchSource,
  steps: number | null,
  callbacks: CallbackList,
  interruption: Interruption,
): Promise<BatchLogs> {
  for (const metric of model.metrics) metric.resetState();
  await callbacks.onTestBegin();
  let logs: BatchLogs | null = null;
  let step = 0;
  for await (const batch of source.batches()) {
    if (callbacks.wantsBatches) await callbacks.onTestBatchBegin(step);
    logs = numbersOf(model.testStep(batch));
    if (callbacks.wantsBatches) await callbacks.onTestBatchEnd(step, logs);
    step++;
    await interruption.breathe();
    if (interruption.requested || (steps !== null && step >= steps)) break;
  }
  if (logs === null) throw failure('value', { op: 'evaluate', message: 'the data is empty: there were no batches' });
  await callbacks.onTestEnd(logs);
  return logs;
}
