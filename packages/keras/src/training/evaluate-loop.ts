/** The evaluation loop. Source: Keras's `Trainer.evaluate`. */
import { checkOptions, failure } from '@millrace/ir';
import { CallbackList } from '../callbacks/callback-list.ts';
import { type BatchSource, sourcesOf } from './batch-source.ts';
import { Executions } from './executions.ts';
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
    const logs = await runEvaluation(model, trainer, source, options.steps ?? null, callbacks, interruption);
    return options.returnDict ? logs : Object.values(logs);
  } finally {
    callbacks.release();
  }
}

/** Evaluates over a pass of `source`. */
export async function runEvaluation(
  model: TrainedModel,
  trainer: Trainer,
  source: BatchSource,
  steps: number | null,
  callbacks: CallbackList,
  interruption: Interruption,
): Promise<BatchLogs> {
  for (const metric of model.metrics) metric.resetState();
  await callbacks.onTestBegin();
  let logs: BatchLogs | null = null;
  const batches = source.batches();
  const pass = Symbol.asyncIterator in batches ? batches[Symbol.asyncIterator]() : batches[Symbol.iterator]();
  const executions = new Executions(pass, trainer.steps.stepsPerExecution, steps);
  for (let next = await executions.next(); next !== null; next = await executions.next()) {
    if (callbacks.wantsBatches) await callbacks.onTestBatchBegin(next.first);
    logs = numbersOf(trainer.steps.test(next.batches));
    if (callbacks.wantsBatches) await callbacks.onTestBatchEnd(next.last, logs);
    await interruption.breathe();
    if (interruption.requested) break;
  }
  if (!executions.ended) await pass.return?.();
  if (logs === null) throw failure('value', { op: 'evaluate', message: 'the data is empty: there were no batches' });
  await callbacks.onTestEnd(logs);
  return logs;
}
