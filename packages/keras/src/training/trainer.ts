/** Training of one model: what compile set, and the steps. The loops are in fit-loop.ts and evaluate-loop.ts. */

import type { Tensor, Variable } from '@millrace/core';
import * as tf from '@millrace/core';
import { checkOptions, failure } from '@millrace/ir';
import type { History } from '../callbacks/history.ts';
import { initScope } from '../layers/base/init-scope.ts';
import { isTensor, leavesOf, type TensorTree, toTensors } from '../layers/base/tree.ts';
import { Mean } from '../metrics/mean.ts';
import type { Metric, MetricOptions } from '../metrics/metric.ts';
import { get as getOptimizer, type OptimizerLike } from '../optimizers/get.ts';
import { LossScaleOptimizer } from '../optimizers/loss-scale-optimizer.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { describeValue } from '../options/option-table.ts';
import { type Batch, standardBatch } from './batch-source.ts';
import { CompiledLoss, type LossOption, type LossWeights } from './compile-loss.ts';
import { CompiledMetrics, type MetricsOption } from './compile-metrics.ts';
import { evaluate } from './evaluate-loop.ts';
import { fit } from './fit-loop.ts';
import type { BatchLogs, DataLike, EvaluateOptions, FitOptions, PredictOptions, StepLogs, Targets, Weights } from './options.ts';
import { predict } from './predict-loop.ts';
import { StepFunctions, type StepOptions } from './step-functions.ts';
import { numbersOf } from './step-logs.ts';
import type { TrainedModel } from './trained-model.ts';

export type { BatchLogs };

export interface CompileOptions {
  /** A name or an optimizer. Default 'rmsprop'. */
  readonly optimizer?: OptimizerLike;
  /** A loss, or one for each output as a list or record. Default null: what layers add. */
  readonly loss?: LossOption;
  /** Factor of each output's loss. Default 1. */
  readonly lossWeights?: LossWeights;
  /** Metrics, for several outputs as a list or record with an entry each. */
  readonly metrics?: MetricsOption;
  /** Metrics that sampleWeight and classWeight weight. */
  readonly weightedMetrics?: MetricsOption;
  /** Whether steps run operation by operation instead of as one compiled program each. Default false. */
  readonly runEagerly?: boolean;
  /** Batches that one call of a compiled step takes; callbacks hear of every call. Default 1. */
  readonly stepsPerExecution?: number;
  /** Steps compile into one program in any case; true cannot go with `runEagerly`. Default 'auto'. */
  readonly jitCompile?: boolean | 'auto';
  /** Whether a model under the policy 'mixed_float16' scales its loss (`lossScaleOptimizer`). Default true. */
  readonly autoScaleLoss?: boolean;
}

const compileKeys: readonly string[] = [
  'optimizer',
  'loss',
  'lossWeights',
  'metrics',
  'weightedMetrics',
  'runEagerly',
  'stepsPerExecution',
  'jitCompile',
  'autoScaleLoss',
];

/** @throws ValueError for a number of steps that is none, and for what contradicts itself */
function stepOptions({ runEagerly = false, stepsPerExecution = 1, jitCompile = 'auto' }: CompileOptions): StepOptions {
  if (!Number.isSafeInteger(stepsPerExecution) || stepsPerExecution < 1)
    throw failure('value', { op: 'compile', message: `stepsPerExecution must be an integer of at least 1; got ${describeValue(stepsPerExecution)}` });
  if (typeof runEagerly !== 'boolean')
    throw failure('wrong-kind', { op: 'compile', message: `runEagerly is ${describeValue(runEagerly)}`, valid: 'true or false' });
  if (jitCompile !== 'auto' && typeof jitCompile !== 'boolean')
    throw failure('wrong-kind', { op: 'compile', message: `jitCompile is ${describeValue(jitCompile)}`, valid: "true, false or 'auto'" });
  if (runEagerly && jitCompile === true) throw failure('value', { op: 'compile', message: 'runEagerly and jitCompile cannot both be true' });
  return { runEagerly, stepsPerExecution, jitCompile: jitCompile === true };
}

/** `[x, y, sampleWeight]` from what a step gets. */
export function unpackXYSampleWeight(data: unknown): readonly [TensorTree, TensorTree | null, TensorTree | null] {
  return standardBatch(data);
}

export class Trainer {
  readonly #model: TrainedModel;
  optimizer: Optimizer | null = null;
  /** What `compile` was given, for saved files. */
  compileOptions: CompileOptions | null = null;
  #loss: CompiledLoss = new CompiledLoss(null, null);
  #metrics: CompiledMetrics = new CompiledMetrics(null, null);
  #lossTracker: Mean | null = null;
  #outputTrackers: readonly Mean[] = [];
  #steps: StepFunctions | null = null;

  constructor(model: TrainedModel) {
    this.#model = model;
  }

  get compiled(): boolean {
    return this.compileOptions !== null;
  }

  compile(options: CompileOptions): void {
    checkOptions('compile', options, compileKeys);
    const optimizer = this.#scaling(getOptimizer(options.optimizer ?? 'rmsprop', 'compile'), options);
    const loss = new CompiledLoss(options.loss ?? null, options.lossWeights ?? null);
    const metrics = new CompiledMetrics(options.metrics ?? null, options.weightedMetrics ?? null);
    const steps = stepOptions(options);
    this.optimizer = optimizer;
    this.#loss = loss;
    this.#metrics = metrics;
    this.#lossTracker = new Mean<MetricOptions>({ name: 'loss' });
    this.#outputTrackers = [];
    this.compileOptions = options;
    this.#steps = new StepFunctions(this.#model, steps);
  }

  /** The optimizer, in a scaling one where gradients in float16 would vanish. */
  #scaling(optimizer: Optimizer, { autoScaleLoss = true }: CompileOptions): Optimizer {
    const isNeeded = autoScaleLoss && this.#model.dtypePolicy.name === 'mixed_float16' && !(optimizer instanceof LossScaleOptimizer);
    return isNeeded ? new LossScaleOptimizer({ innerOptimizer: optimizer, name: 'loss_scale_optimizer' }) : optimizer;
  }

  /** @throws FailedPreconditionError before compile */
  requireCompiled(op: string): this {
    if (this.compiled) return this;
    throw failure('precondition', {
      op: `${this.#model.name}.${op}`,
      message: 'You must call compile() first',
      hint: "model.compile({ optimizer: 'adam', loss: 'mse' })",
    });
  }

  /** The steps as programs. `compile` makes new ones. */
  get steps(): StepFunctions {
    this.#steps ??= new StepFunctions(this.#model, stepOptions({}));
    return this.#steps;
  }

  get metrics(): readonly Metric[] {
    return [...(this.#lossTracker === null ? [] : [this.#lossTracker]), ...this.#outputTrackers, ...this.#metrics.metrics];
  }

  /** Names of the outputs, for losses and metrics that go by output. */
  #outputNames(yPred: TensorTree): readonly string[] {
    if (this.#model.graph !== null) return this.#model.graph.outputNames;
    if (isTensor(yPred)) return ['output'];
    return Array.isArray(yPred) ? yPred.map((_, i) => `output_${i}`) : Object.keys(yPred).sort();
  }

  // Steps

  trainStep(data: unknown): StepLogs {
    const model = this.#model;
    const [x, y, sampleWeight] = unpackXYSampleWeight(data);
    const tape = new tf.GradientTape();
    const optimizer = this.requireCompiled('fit').optimizer as Optimizer;
    const { loss, scaled, yPred } = tape.run(() => {
      const outputs = model.apply(x, { training: true });
      const value = tf.operationScope('loss', () => model.computeLoss(x, y, outputs, sampleWeight, true));
      return { yPred: outputs, loss: value, scaled: optimizer.scaleLoss(value) };
    });
    tf.operationScope('metrics', () => this.#track(loss, x));
    const weights = model.trainableWeights;
    if (weights.length > 0) {
      const gradients = tf.operationScope('gradients', () => tape.gradient(scaled, weights as Variable[]) as (Tensor | null)[]);
      tf.operationScope(optimizer.name, () => optimizer.apply(gradients, weights));
    }
    return tf.operationScope('metrics', () => model.computeMetrics(x, y, yPred, sampleWeight));
  }

  testStep(data: unknown): StepLogs {
    const model = this.#model;
    const [x, y, sampleWeight] = unpackXYSampleWeight(data);
    const yPred = model.apply(x, { training: false });
    this.#track(model.computeLoss(x, y, yPred, sampleWeight, false), x);
    return model.computeMetrics(x, y, yPred, sampleWeight);
  }

  predictStep(data: unknown): TensorTree {
    return this.#model.apply(unpackXYSampleWeight(data)[0], { training: false });
  }

  /** The mean loss of an epoch weights batches by their examples. */
  #track(loss: Tensor, x: TensorTree): void {
    const examples = leavesOf(x)[0].shape[0] ?? 1;
    this.#lossTracker?.updateState(loss, examples);
    const outputs = this.#loss.last;
    if (outputs.length > 0 && this.#outputTrackers.length === 0)
      this.#outputTrackers = initScope(() => outputs.map(({ name }) => new Mean<MetricOptions>({ name })));
    outputs.forEach(({ value }, i) => void this.#outputTrackers[i].updateState(value, examples));
  }

  computeLoss(y: TensorTree | null, yPred: TensorTree, sampleWeight: TensorTree | null): Tensor {
    const compiled = this.#loss.apply(y, yPred, sampleWeight, this.#outputNames(yPred));
    const terms = [...(compiled === null ? [] : [compiled]), ...this.#model.losses];
    if (terms.length === 0) {
      throw failure('value', {
        op: `${this.#model.name}.fit`,
        message: 'there is no loss: compile was given none, and no layer has added one',
        hint: "compile({ loss: 'mse' }), or addLoss in a layer",
      });
    }
    return terms.reduce((a, b) => tf.add(a, b));
  }

  computeMetrics(y: TensorTree | null, yPred: TensorTree, sampleWeight: TensorTree | null): StepLogs {
    this.#metrics.update(y, yPred, sampleWeight, this.#outputNames(yPred));
    return this.results();
  }

  /** Values of all metrics of the model, by name. */
  results(): StepLogs {
    const logs: StepLogs = {};
    for (const tracker of [this.#lossTracker, ...this.#outputTrackers]) if (tracker !== null) logs[tracker.name] = tracker.result();
    Object.assign(logs, this.#metrics.results());
    for (const metric of this.#model.metrics) if (!this.metrics.includes(metric)) logs[metric.name] = metric.result();
    return logs;
  }

  // Single batches

  trainOnBatch(x: DataLike, y?: Targets, sampleWeight?: Weights): BatchLogs {
    this.requireCompiled('trainOnBatch');
    return numbersOf(this.steps.train([batchOf(x, y, sampleWeight)]));
  }
  testOnBatch(x: DataLike, y?: Targets, sampleWeight?: Weights): BatchLogs {
    this.requireCompiled('testOnBatch');
    return numbersOf(this.steps.test([batchOf(x, y, sampleWeight)]));
  }
  predictOnBatch(x: DataLike): TensorTree {
    return this.steps.predict(batchOf(x));
  }

  // Loops

  fit(x: DataLike, y?: Targets | FitOptions, options?: FitOptions): Promise<History> {
    return fit(this.#model, this, x, y, options);
  }
  evaluate(x: DataLike, y?: Targets | EvaluateOptions, options?: EvaluateOptions): Promise<number[] | BatchLogs> {
    return evaluate(this.#model, this, x, y, options);
  }
  predict(x: DataLike, options?: PredictOptions): Promise<TensorTree> {
    return predict(this.#model, this, x, options);
  }
}

/** One batch as a step gets it. */
function batchOf(x: DataLike, y: Targets = null, sampleWeight: Weights = null): Batch {
  const tensors = (tree: unknown): TensorTree | null => (tree === null ? null : toTensors(tree as never));
  return [tensors(x) as TensorTree, tensors(y), tensors(sampleWeight)];
}
