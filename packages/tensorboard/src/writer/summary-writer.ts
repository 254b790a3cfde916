/** Writers of summaries. Source: `tf.summary.SummaryWriter`, `tf.summary.create_file_writer`, `tf.summary.create_noop_writer`. */
import { encodeTensorEvent, ScalarEventEncoder, type TensorEvent } from '@millrace/formats';
import { checkOptions } from '@millrace/ir';
import { type Condition, changeBase, type Step, withContext } from './context.ts';
import { EventFileWriter, type EventFileWriterOptions } from './event-file-writer.ts';

export interface CreateFileWriterOptions extends EventFileWriterOptions {
  /** For messages. Default: the log directory. */
  readonly name?: string;
}

export interface AsDefaultOptions {
  /** The step of summaries inside that name none. */
  readonly step?: Step;
}

/**
 * Takes summaries. Made by `tf.summary.createFileWriter`.
 *
 * @example
 * const writer = tf.summary.createFileWriter('logs/run1');
 * writer.asDefault(() => {
 *   for (let step = 0; step < 100; step++) tf.summary.scalar('loss', 1 / (step + 1), { step });
 * });
 * await writer.close();
 */
export class SummaryWriter {
  readonly name: string;
  /** Null for a writer that drops everything. */
  readonly events: EventFileWriter | null;
  readonly #described: Set<string> = new Set();
  readonly #encoders: Map<string, ScalarEventEncoder> = new Map();

  constructor(events: EventFileWriter | null, name: string) {
    this.events = events;
    this.name = name;
  }
  /** Runs `body`, asynchronous ones too, with this writer as the default, and returns what it returns. Calls inside other flows are not touched. */
  asDefault<T>(body: () => T, { step }: AsDefaultOptions = {}): T {
    return withContext({ writer: this, ...(step === undefined ? {} : { step: { value: step } }) }, body);
  }
  /** Makes this writer the default from now on, outside every scope: a scope that is open keeps its own. */
  setAsDefault({ step }: AsDefaultOptions = {}): void {
    changeBase({ writer: this, ...(step === undefined ? {} : { step: { value: step } }) });
  }
  /** Writes one value, with the time of the call. Its metadata is kept on the first value of the tag only: readers remember it. */
  writeValue({ metadata, ...value }: Omit<TensorEvent, 'wallTime'>): void {
    const known = this.#described.has(value.tag);
    this.events?.add(encodeTensorEvent({ ...value, wallTime: Date.now() / 1000, metadata: known ? undefined : metadata }));
    this.#described.add(value.tag);
  }
  /** The fast path for a scalar whose metadata was written. False when it was not, or the step is no safe integer of at least 0. */
  writeScalar(step: bigint, tag: string, value: number): boolean {
    if (!this.#described.has(tag) || step < 0n || step > BigInt(Number.MAX_SAFE_INTEGER)) return false;
    let encoder = this.#encoders.get(tag);
    if (encoder === undefined) this.#encoders.set(tag, (encoder = new ScalarEventEncoder(tag)));
    this.events?.add(encoder.encode(Date.now() / 1000, Number(step), value));
    return true;
  }
  /** Answers when everything written so far survives the end of the process. */
  async flush(): Promise<void> {
    await this.events?.flush();
  }
  /** Flushes and closes. Later summaries raise FailedPreconditionError. */
  async close(): Promise<void> {
    await this.events?.close();
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

const optionKeys: readonly string[] = ['maxQueue', 'flushMillis', 'filenameSuffix', 'name', 'sink'];

/** A writer to a new event file in `logDir`. @throws ValueError for options out of range; TypeError for unknown ones; what the file system throws */
export function createFileWriter(logDir: string, options: CreateFileWriterOptions = {}): SummaryWriter {
  checkOptions('summary.createFileWriter', options, optionKeys);
  return new SummaryWriter(new EventFileWriter(logDir, options), options.name ?? logDir);
}

export interface PushedDefault extends AsDefaultOptions {
  /** Whether summaries are recorded. Default true. */
  readonly condition?: Condition;
}

/**
 * Makes `writer` the default outside every scope until the answer is called. For loops that call code of others at many places; where one
 * function can hold the body, `writer.asDefault(body)` is the better choice.
 */
export const pushDefault = (writer: SummaryWriter, { step, condition = true }: PushedDefault = {}): (() => void) =>
  changeBase({ writer, condition, step: { value: step ?? null } });

/** A writer that drops what it gets: for workers that should not log. */
export const createNoopWriter = (): SummaryWriter => new SummaryWriter(null, 'noop');
