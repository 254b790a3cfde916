/** Event files: a queue of records in front of a sink. Source: TensorBoard's EventFileWriter, `tf.summary.create_file_writer`. */
import { encodeFileVersionEvent, encodeRecord } from '@millrace/formats';
import { failure } from '@millrace/ir';
import { type EventSink, fileSink, streamSink } from './event-sink.ts';

export interface EventFileWriterOptions {
  /** Events that wait at most; the next one writes them all. Default 10. */
  readonly maxQueue?: number;
  /** Longest time that an event waits, in milliseconds. Default 120,000. */
  readonly flushMillis?: number;
  /** End of the file's name. Default '.v2'. */
  readonly filenameSuffix?: string;
  /** Where the bytes go instead of a file. */
  readonly sink?: WritableStream<Uint8Array> | EventSink;
}

/** Writers whose queues are written when the process ends by itself. */
const open: Set<EventFileWriter> = new Set();
let watchesExit = false;

function writeOnExit(writer: EventFileWriter): void {
  open.add(writer);
  if (watchesExit || globalThis.process?.once === undefined) return;
  watchesExit = true;
  process.once('exit', () => {
    for (const w of open) w.drain();
  });
}

const isStream = (sink: WritableStream<Uint8Array> | EventSink): sink is WritableStream<Uint8Array> => 'getWriter' in sink;

/**
 * Writes events to a new file of `logDir`. Events wait in a queue; when `flush` has answered they survive a kill of the process.
 *
 * @example
 * const writer = new EventFileWriter('logs');
 * writer.add(encodeTensorEvent({ wallTime: 0, step: 1n, tag: 'loss', tensor: { dtype: 'float32', shape: [], values: Float32Array.of(0.5) } }));
 * await writer.close();
 */
export class EventFileWriter {
  readonly logDir: string;
  /** The file, where it is one. */
  readonly path: string | null;
  readonly #sink: EventSink;
  readonly #maxQueue: number;
  readonly #flushMillis: number;
  #queue: Uint8Array[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #closing: Promise<void> | null = null;

  /** @throws ValueError for options out of range; what the file system throws */
  constructor(logDir: string, { maxQueue = 10, flushMillis = 120_000, filenameSuffix = '.v2', sink }: EventFileWriterOptions = {}) {
    const op = 'summary.createFileWriter';
    if (typeof logDir !== 'string' || (logDir === '' && sink === undefined))
      throw failure('value', { op, message: 'the path of the log directory is missing' });
    if (!Number.isInteger(maxQueue) || maxQueue < 1) throw failure('value', { op, message: `maxQueue must be an integer of at least 1; got ${maxQueue}` });
    if (!(flushMillis >= 0)) throw failure('value', { op, message: `flushMillis must be at least 0; got ${flushMillis}` });
    if (/[/\\]/.test(filenameSuffix)) throw failure('value', { op, message: `filenameSuffix must not hold a path; got '${filenameSuffix}'` });
    this.logDir = logDir;
    this.#maxQueue = maxQueue;
    this.#flushMillis = flushMillis;
    const file = sink === undefined ? fileSink(logDir, filenameSuffix) : null;
    this.path = file?.path ?? null;
    this.#sink = file ?? (isStream(sink!) ? streamSink(sink) : sink!);
    writeOnExit(this);
    this.add(encodeFileVersionEvent(Date.now() / 1000));
    this.drain();
  }
  /** Whether `close` was called. */
  get closed(): boolean {
    return this.#closing !== null;
  }
  /** Queues an encoded event: from `encodeTensorEvent`, or any from `encodeEvent` of `@millrace/formats/protobuf`. @throws FailedPreconditionError after `close` */
  add(event: Uint8Array): void {
    if (this.closed) throw failure('precondition', { op: 'summary', message: `the writer of '${this.logDir}' is closed` });
    this.#queue.push(encodeRecord(event));
    if (this.#queue.length >= this.#maxQueue) this.drain();
    else if (this.#timer === null) {
      this.#timer = setTimeout(() => this.drain(), this.#flushMillis);
      this.#timer.unref?.();
    }
  }
  /** Hands what waits to the sink, at once. */
  drain(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#queue.length === 0) return;
    const bytes = new Uint8Array(this.#queue.reduce((n, r) => n + r.length, 0));
    let at = 0;
    for (const record of this.#queue) {
      bytes.set(record, at);
      at += record.length;
    }
    this.#sink.write(bytes);
    this.#queue = [];
  }
  /** Answers when everything written so far is safe. Files are written before this returns. */
  async flush(): Promise<void> {
    this.drain();
    await this.#sink.flush();
  }
  /** Flushes and ends; further calls answer the same. */
  close(): Promise<void> {
    this.#closing ??= (async () => {
      open.delete(this);
      this.drain();
      await this.#sink.close();
    })();
    return this.#closing;
  }
}
