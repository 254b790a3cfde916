/** Options of fit, evaluate and predict, and what they take as data. */
import type { Tensor, TensorLike } from '@millrace/core';
import type { Callback, CallbackHooks } from '../callbacks/callback.ts';
import type { History } from '../callbacks/history.ts';
import type { Tree } from '../layers/base/tree.ts';

/** Arrays: tensors, typed arrays or nested arrays; or lists and records of them. The first axis counts examples. */
export type ArrayData = Tree<TensorLike>;
/** Batches `[x]`, `[x, y]` or `[x, y, sampleWeight]`, in any iterable. */
export type BatchIterable = Iterable<unknown> | AsyncIterable<unknown> | (() => Iterable<unknown> | AsyncIterable<unknown>);
export type DataLike = ArrayData | BatchIterable;
/** Labels; null or undefined where the data brings its own. */
export type Targets = ArrayData | null;
/** A weight for each example (or step), as one array or a tree of the form of the labels. */
export type Weights = ArrayData | null;
export type { History };

/** 0 is silent, 1 a progress bar, 2 a line an epoch; 'auto' is 1. */
export type Verbosity = 0 | 1 | 2 | 'auto';

export interface FitOptions {
  /** Examples a step, for array data. Default 32. */
  readonly batchSize?: number;
  /** Number of the last epoch. Default 1. */
  readonly epochs?: number;
  /** Default 'auto'. */
  readonly verbose?: Verbosity;
  /** Default []. */
  readonly callbacks?: readonly (Callback | CallbackHooks)[] | Callback | CallbackHooks;
  /** Fraction of array data, from its end, that is held out. Default 0. */
  readonly validationSplit?: number;
  /** Data on which the model is evaluated after epochs: `[x, y]`, `[x, y, sampleWeight]` or batches. */
  readonly validationData?: readonly [ArrayData, ArrayData, ArrayData?] | BatchIterable | null;
  /** Whether array data is shuffled before each epoch. Default true. */
  readonly shuffle?: boolean;
  /** A weight for each class index. */
  readonly classWeight?: Readonly<Record<number, number>> | null;
  /** A weight for each example. */
  readonly sampleWeight?: Weights;
  /** Epoch at which to begin. Default 0. */
  readonly initialEpoch?: number;
  /** Steps an epoch. Default null: all data. */
  readonly stepsPerEpoch?: number | null;
  /** Steps of an evaluation during training. Default null: all data. */
  readonly validationSteps?: number | null;
  /** Examples a step of an evaluation during training. Default: batchSize. */
  readonly validationBatchSize?: number | null;
  /** Evaluate every so many epochs, or after the epochs listed (counted from 1). Default 1. */
  readonly validationFreq?: number | readonly number[];
  /** Ends training after the step in progress; the history so far is kept. */
  readonly signal?: AbortSignal | null;
}

export const fitKeys: readonly string[] = [
  ...['batchSize', 'epochs', 'verbose', 'callbacks', 'validationSplit', 'validationData', 'shuffle', 'classWeight', 'sampleWeight'],
  ...['initialEpoch', 'stepsPerEpoch', 'validationSteps', 'validationBatchSize', 'validationFreq', 'signal'],
];

export interface EvaluateOptions {
  /** Examples a step, for array data. Default 32. */
  readonly batchSize?: number;
  readonly verbose?: Verbosity;
  /** A weight for each example. */
  readonly sampleWeight?: Weights;
  /** Number of steps. Default null: all data. */
  readonly steps?: number | null;
  readonly callbacks?: readonly (Callback | CallbackHooks)[] | Callback | CallbackHooks;
  /** Whether results come by name. Default false: a list, the loss first. */
  readonly returnDict?: boolean;
  readonly signal?: AbortSignal | null;
}
export const evaluateKeys: readonly string[] = ['batchSize', 'verbose', 'sampleWeight', 'steps', 'callbacks', 'returnDict', 'signal'];

export interface PredictOptions {
  /** Examples a step, for array data. Default 32. */
  readonly batchSize?: number;
  readonly verbose?: Verbosity;
  /** Number of steps. Default null: all data. */
  readonly steps?: number | null;
  readonly callbacks?: readonly (Callback | CallbackHooks)[] | Callback | CallbackHooks;
  readonly signal?: AbortSignal | null;
}
export const predictKeys: readonly string[] = ['batchSize', 'verbose', 'steps', 'callbacks', 'signal'];

/** What is logged: numbers by name. */
export type BatchLogs = Record<string, number>;
/** What steps return. */
export type StepLogs = Record<string, Tensor | number>;
