/** The steps of a model as the loops call them: compiled programs, or the model's methods as they are. Source: Keras's `make_train_function` and others. */
import type { Tensor } from '@millrace/core';
import * as tf from '@millrace/core';
import { failure, fileLocation, OpError } from '@millrace/ir';
import { leavesOf, mapTree, packTree, type TensorTree, type Tree } from '../layers/base/tree.ts';
import type { Batch } from './batch-source.ts';
import type { StepLogs } from './options.ts';
import type { TrainedModel } from './trained-model.ts';

export interface StepOptions {
  /** Whether steps run operation by operation. */
  readonly runEagerly: boolean;
  readonly jitCompile: boolean;
  /** How many batches a call takes. */
  readonly stepsPerExecution: number;
}

type Step<R> = (batch: Batch) => R;

/** A step on one batch, and the same on several of one type. */
interface Execution {
  readonly one: Step<StepLogs>;
  readonly many: (batches: readonly Batch[]) => StepLogs;
}

/** Functions are made once for a compiled model: what they read of it besides weights (which weights train, options of layers) stays as it was then. */
export class StepFunctions {
  readonly stepsPerExecution: number;
  /** The step of `predict`. */
  readonly predict: Step<TensorTree>;
  readonly #train: Execution;
  readonly #test: Execution;

  constructor(model: TrainedModel, options: StepOptions) {
    this.stepsPerExecution = options.stepsPerExecution;
    this.#train = execution(`trainStep of ${model.name}`, (batch) => model.trainStep(batch), options);
    this.#test = execution(`testStep of ${model.name}`, (batch) => model.testStep(batch), options);
    this.predict = compiled(`predictStep of ${model.name}`, (batch: Batch) => model.predictStep(batch), options);
  }

  /** Trains on batches, one after the other; gives the logs of the last. */
  train(batches: readonly Batch[]): StepLogs {
    return run(this.#train, batches);
  }
  /** Evaluates on batches; gives the logs of the last. */
  test(batches: readonly Batch[]): StepLogs {
    return run(this.#test, batches);
  }
}

function run({ one, many }: Execution, batches: readonly Batch[]): StepLogs {
  if (batches.length > 1 && batches.every((b) => sameTypes(b, batches[0]))) return many(batches);
  return inTurn(one, batches);
}

const inTurn = (step: Step<StepLogs>, batches: readonly Batch[]): StepLogs => batches.reduce<StepLogs>((_, batch) => step(batch), {});
const runsEagerly = ({ runEagerly }: StepOptions): boolean => runEagerly || tf.config.functionsRunEagerly();

/** Whether two batches have tensors of the same types in the same places. */
function sameTypes(a: Batch, b: Batch): boolean {
  const [left, right] = [leavesOf(a as unknown as Tree<Tensor | null>), leavesOf(b as unknown as Tree<Tensor | null>)];
  return left.length === right.length && left.every((t, i) => t?.type === right[i]?.type);
}

function execution(name: string, step: Step<StepLogs>, options: StepOptions): Execution {
  const one = compiled(name, step, options);
  const loop = compiled(name, (stacked: Tree<Tensor | null>) => onEach(step, stacked), options);
  return { one, many: (batches) => (runsEagerly(options) ? inTurn(one, batches) : loop(stackedBatches(batches))) };
}

/** Batches as one tree, each leaf with an axis for the batches before its own. */
function stackedBatches(batches: readonly Batch[]): Tree<Tensor | null> {
  const leaves = batches.map((b) => leavesOf(b as unknown as Tree<Tensor | null>));
  const stacked = leaves[0].map((leaf, i) => leaf && tf.stack(leaves.map((l) => l[i] as Tensor)));
  return packTree(batches[0] as unknown as Tree<unknown>, stacked);
}

/** The step on every row of a stacked batch, in a loop that carries all state; gives the logs of the last. */
function onEach(step: Step<StepLogs>, stacked: Tree<Tensor | null>): StepLogs {
  const leaves = leavesOf(stacked);
  const rows = leaves.filter((leaf) => leaf !== null);
  const logs = tf.mapFn((slices: readonly Tensor[]) => {
    let next = 0;
    return step(
      packTree(
        stacked as Tree<unknown>,
        leaves.map((leaf) => (leaf === null ? null : slices[next++])),
      ) as unknown as Batch,
    );
  }, rows);
  return mapTree(logs as unknown as Tree<Tensor>, lastRow) as unknown as StepLogs;
}

const lastRow = (x: Tensor): Tensor => tf.gather(x, (x.shape[0] as number) - 1);

function compiled<A, R>(name: string, step: (batch: A) => R, { runEagerly, jitCompile }: StepOptions): (batch: A) => R {
  if (runEagerly) return step;
  const f = tf.function(step, { name, jitCompile }) as unknown as (batch: A) => R;
  return (batch) => {
    try {
      return f(batch);
    } catch (error) {
      throw error instanceof OpError && error.code === 'traced' ? untraceable(name, error) : error;
    }
  };
}

/** The error of a step that reads data while it is traced, with the way out that Keras has. */
function untraceable(name: string, error: OpError): Error {
  const [place] = error.userFrames;
  const parts = place?.match(/^(.*):(\d+):(\d+)$/);
  const message = `${name} reads the data of a tensor, which it does not have while it is compiled`;
  const hint = 'write the step with operations on tensors (tf.cond, tf.where, tf.whileLoop), or compile({ runEagerly: true })';
  return failure('traced', {
    op: error.op,
    message,
    hint,
    location: parts ? fileLocation(parts[1], Number(parts[2]), Number(parts[3])) : undefined,
    cause: error,
  });
}
