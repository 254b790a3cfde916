/** Where batches come from: arrays cut into batches, or iterables of batches. */
import type { TensorLike } from '@millrace/core';
import { failure } from '@millrace/ir';
import { isArrayLeaf, isTensor, isTreeOfArrays, leavesOf, packTree, type TensorTree, type Tree, toTensors } from '../layers/base/tree.ts';
import { describeValue } from '../options/option-table.ts';
import { classWeightsOf } from './class-weights.ts';
import { Column, checkRows } from './column.ts';
import type { ArrayData, BatchIterable, DataLike, Targets, Weights } from './options.ts';
import { permutation } from './shuffle.ts';

/** `[x, y, sampleWeight]` of one step. */
export type Batch = readonly [x: TensorTree, y: TensorTree | null, sampleWeight: TensorTree | null];

export interface BatchSource {
  /** Steps of a pass; null where only the data knows. */
  readonly steps: number | null;
  /** Whether passes go on where the last one ended rather than start anew. */
  readonly continues: boolean;
  /** One pass. */
  batches(): AsyncIterable<Batch> | Iterable<Batch>;
}

interface NamedColumns {
  readonly tree: Tree<unknown>;
  readonly columns: readonly Column[];
}

const columnsOf = (data: ArrayData, name: string): NamedColumns => {
  // A nested array of numbers is one array, not a list of inputs.
  const tree = isTreeOfArrays(data) ? data : (data as TensorLike);
  const leaves = isTreeOfArrays(data) ? (leavesOf(data as Tree<TensorLike>) as TensorLike[]) : [data as TensorLike];
  return { tree: isTreeOfArrays(data) ? tree : null, columns: leaves.map((leaf, i) => new Column(leaf, leaves.length === 1 ? name : `${name}[${i}]`)) };
};

/** Batches from arrays. */
export class ArraySource implements BatchSource {
  readonly steps: number;
  readonly continues = false;
  readonly rows: number;
  readonly #parts: readonly (NamedColumns | null)[];
  readonly #first: number;
  readonly #batchSize: number;
  readonly #shuffle: boolean;
  readonly #classWeight: Readonly<Record<number, number>> | null;

  constructor(
    parts: readonly (NamedColumns | null)[],
    first: number,
    last: number,
    batchSize: number,
    shuffle: boolean,
    classWeight: Readonly<Record<number, number>> | null,
  ) {
    this.#parts = parts;
    this.#first = first;
    this.rows = last - first;
    this.steps = Math.ceil(this.rows / batchSize);
    this.#batchSize = batchSize;
    this.#shuffle = shuffle;
    this.#classWeight = classWeight;
  }

  *batches(): Generator<Batch> {
    const order = this.#shuffle ? permutation(this.rows) : null;
    if (order !== null && this.#first > 0) for (let i = 0; i < order.length; i++) order[i] += this.#first;
    for (let start = 0; start < this.rows; start += this.#batchSize) {
      const end = Math.min(start + this.#batchSize, this.rows);
      const indices = order?.subarray(start, end);
      const [x, y, weight] = this.#parts.map((part) => {
        if (part === null) return null;
        const tensors = part.columns.map((c) => (indices ? c.pick(indices) : c.range(this.#first + start, this.#first + end)));
        return part.tree === null ? tensors[0] : (packTree(part.tree, tensors) as TensorTree);
      });
      yield [x as TensorTree, y, this.#classWeight === null ? weight : classWeightsOf(y, this.#classWeight)];
    }
  }
}

/** Batches from an iterable. */
class IterableSource implements BatchSource {
  readonly steps: number | null;
  readonly continues: boolean;
  readonly #data: BatchIterable;
  readonly #classWeight: Readonly<Record<number, number>> | null;
  constructor(data: BatchIterable, classWeight: Readonly<Record<number, number>> | null) {
    this.#data = data;
    this.#classWeight = classWeight;
    const { length } = data as { length?: unknown };
    this.steps = typeof data !== 'function' && typeof length === 'number' ? length : null;
    // An iterator is its own iterable: there is only one pass.
    this.continues = typeof data !== 'function' && iteratorOf(data) === (data as unknown);
  }

  async *batches(): AsyncGenerator<Batch> {
    const iterable = typeof this.#data === 'function' ? this.#data() : this.#data;
    for await (const item of continuing(iterable)) {
      const [x, y, weight] = standardBatch(item);
      yield [x, y, this.#classWeight === null ? weight : classWeightsOf(y, this.#classWeight)];
    }
  }
}

/** Goes over an iterable without closing an iterator that later passes go on with. */
function continuing(iterable: Iterable<unknown> | AsyncIterable<unknown>): Iterable<unknown> | AsyncIterable<unknown> {
  const iterator = iteratorOf(iterable);
  if (iterator !== (iterable as unknown)) return iterable;
  const next = (): unknown => (iterator as AsyncIterator<unknown>).next();
  return { [Symbol.asyncIterator]: () => ({ next: async () => (await next()) as IteratorResult<unknown> }) };
}

function iteratorOf(iterable: Iterable<unknown> | AsyncIterable<unknown>): unknown {
  const asynchronous = (iterable as AsyncIterable<unknown>)[Symbol.asyncIterator];
  return asynchronous ? asynchronous.call(iterable) : (iterable as Iterable<unknown>)[Symbol.iterator]();
}

/** `[x, y, sampleWeight]` from what an iterable gives: a list of one to three, a record with x (or xs) and y (or ys), or x alone. */
export function standardBatch(item: unknown): Batch {
  const tensors = (tree: unknown): TensorTree | null => (tree === null || tree === undefined ? null : toTensors(tree as never));
  if (Array.isArray(item) && item.length >= 1 && item.length <= 3) return [tensors(item[0]) as TensorTree, tensors(item[1]), tensors(item[2])];
  const record = item as { x?: unknown; xs?: unknown; y?: unknown; ys?: unknown; sampleWeight?: unknown };
  if (typeof item === 'object' && item !== null && !isTensor(item) && (record.x ?? record.xs) !== undefined) {
    return [tensors(record.x ?? record.xs) as TensorTree, tensors(record.y ?? record.ys), tensors(record.sampleWeight)];
  }
  if (item === null || item === undefined)
    throw failure('wrong-kind', { op: 'fit', message: `the data gave ${describeValue(item)} for a batch`, valid: '[x, y] or [x, y, sampleWeight]' });
  return [tensors(item) as TensorTree, null, null];
}

/** Whether data is an iterable of batches rather than arrays. */
export function isBatchIterable(data: DataLike): data is BatchIterable {
  if (isArrayLeaf(data) || Array.isArray(data) || data === null) return false;
  if (typeof data === 'function') return true;
  return typeof data === 'object' && (Symbol.asyncIterator in data || Symbol.iterator in data) && !ArrayBuffer.isView(data);
}

export interface SourceSettings {
  readonly op: string;
  readonly batchSize?: number;
  readonly shuffle?: boolean;
  readonly classWeight?: Readonly<Record<number, number>> | null;
  readonly sampleWeight?: Weights;
  /** Fraction held out from the end. */
  readonly validationSplit?: number;
}

/** Batches for training, and those that are held out. @throws ValueError for empty data or unequal numbers of examples */
export function sourcesOf(x: DataLike, y: Targets | undefined, settings: SourceSettings): { readonly source: BatchSource; readonly held: BatchSource | null } {
  const { op, batchSize = 32, shuffle = false, classWeight = null, sampleWeight = null, validationSplit = 0 } = settings;
  if (isBatchIterable(x)) {
    if (y !== undefined && y !== null) throw failure('value', { op, message: 'data that comes in batches brings its labels with it; y must be left out' });
    if (sampleWeight !== null)
      throw failure('value', { op, message: 'data that comes in batches brings its weights with it: give batches [x, y, sampleWeight]' });
    if (validationSplit > 0) throw failure('value', { op, message: 'validationSplit needs arrays; give validationData' });
    return { source: new IterableSource(x, classWeight), held: null };
  }
  if (classWeight !== null && sampleWeight !== null) throw failure('value', { op, message: 'give either classWeight or sampleWeight' });
  const parts = [
    columnsOf(x as ArrayData, 'x'),
    y === undefined || y === null ? null : columnsOf(y, 'y'),
    sampleWeight === null ? null : columnsOf(sampleWeight, 'sampleWeight'),
  ];
  const names = ['x', 'y', 'sampleWeight'];
  const rows = checkRows(
    op,
    parts.flatMap((part, i) =>
      part === null ? [] : part.columns.map((column, j) => ({ name: part.columns.length > 1 ? `${names[i]}[${j}]` : names[i], column })),
    ),
  );
  if (rows === 0) throw failure('value', { op, message: 'the data is empty: there are 0 examples' });
  const split = validationSplit === 0 ? rows : Math.floor(rows * (1 - validationSplit));
  if (split === 0 || (validationSplit > 0 && split === rows)) {
    throw failure('value', {
      op,
      message: `validationSplit ${validationSplit} of ${rows} examples leaves ${split === 0 ? 'none to train on' : 'none to validate on'}`,
    });
  }
  return {
    source: new ArraySource(parts, 0, split, batchSize, shuffle, classWeight),
    held: split === rows ? null : new ArraySource(parts, split, rows, batchSize, false, null),
  };
}
