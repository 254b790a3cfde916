/** The compiled metrics: a list for each output. Source: Keras's `CompileMetrics`. */
import type { Tensor } from '@millrace/core';
import { failure } from '@millrace/ir';
import { isTensor, leavesOf, type TensorTree, type Tree } from '../layers/base/tree.ts';
import * as all from '../metrics/all.ts';
import { get, type MetricLike } from '../metrics/get.ts';
import type { Metric, MetricOptions } from '../metrics/metric.ts';
import { byOutput, perOutput } from './compile-loss.ts';

type MetricEntry = MetricLike | null | readonly (MetricLike | null)[];
/** Metrics of a model with one output: a list; with several: a list or record with an entry for each output. */
export type MetricsOption = readonly MetricEntry[] | { readonly [output: string]: MetricEntry } | null;

interface Entry {
  readonly metric: Metric;
  readonly output: number;
  /** Name in logs: with several outputs the output's name comes first. */
  readonly name: string;
  readonly weighted: boolean;
}

/** Metrics whose meaning depends on the shapes of labels and predictions. */
const byShape: Readonly<Record<string, 'accuracy' | 'crossentropy'>> = {
  accuracy: 'accuracy',
  acc: 'accuracy',
  crossentropy: 'crossentropy',
  ce: 'crossentropy',
};

/** The kind of labels: yes-no, class indices or one-hot. */
function labelKind(yTrue: Tensor, yPred: Tensor): 'binary' | 'sparse' | 'categorical' {
  const classes = yPred.shape[yPred.rank - 1] ?? 1;
  if (classes === 1 || yPred.rank === 0) return 'binary';
  return yTrue.rank < yPred.rank || yTrue.shape[yTrue.rank - 1] === 1 ? 'sparse' : 'categorical';
}

function resolveByShape(family: 'accuracy' | 'crossentropy', yTrue: Tensor, yPred: Tensor, options: MetricOptions): Metric {
  const classes = {
    accuracy: { binary: all.BinaryAccuracy, sparse: all.SparseCategoricalAccuracy, categorical: all.CategoricalAccuracy },
    crossentropy: { binary: all.BinaryCrossentropy, sparse: all.SparseCategoricalCrossentropy, categorical: all.CategoricalCrossentropy },
  };
  return new classes[family][labelKind(yTrue, yPred)](options);
}

const isListOfLists = (option: readonly unknown[]): boolean => option.some((m) => Array.isArray(m));

export class CompiledMetrics {
  readonly #metrics: MetricsOption;
  readonly #weighted: MetricsOption;
  #entries: readonly Entry[] | null = null;

  constructor(metrics: MetricsOption, weighted: MetricsOption) {
    this.#metrics = metrics;
    this.#weighted = weighted;
    for (const like of [...leavesOf((metrics ?? []) as Tree<MetricLike | null>), ...leavesOf((weighted ?? []) as Tree<MetricLike | null>)]) {
      if (like !== null && !(typeof like === 'string' && byShape[like.toLowerCase()])) get(like, 'compile');
    }
  }

  /** The metrics; those that go by shapes exist from the first batch on. */
  get metrics(): readonly Metric[] {
    return (
      this.#entries?.map((e) => e.metric) ??
      leavesOf((this.#metrics ?? []) as Tree<MetricLike | null>).filter((m): m is Metric => typeof m === 'function' && 'resetState' in m)
    );
  }
  get names(): readonly string[] {
    return this.#entries?.map((e) => e.name) ?? [];
  }

  #build(labels: readonly (Tensor | null)[], predictions: readonly Tensor[], names: readonly string[]): readonly Entry[] {
    const entries: Entry[] = [];
    const add = (option: MetricsOption, weighted: boolean): void => {
      const lists = this.#lists(option, names);
      lists.forEach((list, output) => {
        for (const like of list) {
          const metric = this.#make(like, labels[output] ?? null, predictions[output]);
          const name = names.length > 1 ? `${names[output]}_${metric.name}` : metric.name;
          entries.push({ metric, output, weighted, name: entries.some((e) => e.name === name) ? `weighted_${name}` : name });
        }
      });
    };
    add(this.#metrics, false);
    add(this.#weighted, true);
    this.#entries = entries;
    return entries;
  }

  #lists(option: MetricsOption, names: readonly string[]): readonly MetricLike[][] {
    const toList = (entry: unknown): MetricLike[] =>
      entry === null || entry === undefined ? [] : Array.isArray(entry) ? entry.filter((m) => m !== null) : [entry as MetricLike];
    if (option === null) return names.map(() => []);
    if (Array.isArray(option) && !isListOfLists(option) && (names.length === 1 || option.length !== names.length)) {
      if (names.length > 1)
        throw failure('value', {
          op: 'compile',
          message: `the model has ${names.length} outputs: metrics must be a list or record with an entry for each of ${names.join(', ')}`,
        });
      return [toList(option)];
    }
    return perOutput<unknown>('metrics', option, names).map(toList);
  }

  #make(like: MetricLike, label: Tensor | null, prediction: Tensor): Metric {
    const family = typeof like === 'string' ? byShape[like.toLowerCase()] : undefined;
    if (family !== undefined && label !== null) return resolveByShape(family, label, prediction, { name: like as string });
    return get(like, 'compile');
  }

  /** Takes a batch into account. */
  update(y: TensorTree | null, yPred: TensorTree, sampleWeight: TensorTree | null, names: readonly string[]): void {
    const labels = byOutput(y, names);
    const predictions = byOutput(yPred, names) as readonly Tensor[];
    const weights = sampleWeight !== null && isTensor(sampleWeight) ? names.map(() => sampleWeight) : byOutput(sampleWeight, names);
    for (const { metric, output, weighted } of this.#entries ?? this.#build(labels, predictions, names)) {
      const label = labels[output] ?? null;
      if (label === null) continue;
      metric.updateState(label, predictions[output], weighted ? (weights[output] ?? null) : null);
    }
  }

  /** Values so far by name. */
  results(): Record<string, Tensor> {
    const results: Record<string, Tensor> = {};
    for (const { name, metric } of this.#entries ?? []) results[name] = metric.result();
    return results;
  }
}
