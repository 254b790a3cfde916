/** Writing TFRecord files. Node only. */
import type { FileHandle } from 'node:fs/promises';
import { encodeRecord } from './framing.ts';
import { endOfRecords } from './growing-file.ts';
import type { RecordCompression } from './read-records.ts';

/** Bytes after which a writer does not wait for `flush`. */
const autoFlushBytes = 4 << 20;
/** A writer that failed stays failed: the chain of its steps is rejected, and the next `flush` or `close` throws what went wrong. */
const keepForNextCall = (): void => undefined;

export interface TFRecordWriterOptions {
  /** Default '': none. */
  readonly compressionType?: RecordCompression;
  /** 0 (none) to 9 (smallest); default 6. */
  readonly compressionLevel?: number;
  /** Goes on behind the last whole record of a file that exists, and drops a tail that is not whole. Default false: the file is replaced. Not with compression. */
  readonly append?: boolean;
}

/**
 * A writer of records. `write` keeps them in memory, `flush` gives them to the file system, `close` does both and ends.
 * Source: `tf.io.TFRecordWriter`.
 *
 * @example
 * const writer = new TFRecordWriter('data.tfrecord');
 * writer.write(new TextEncoder().encode('hello'));
 * await writer.close();
 */
export class TFRecordWriter {
  readonly path: string;
  readonly #options: TFRecordWriterOptions;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #file: Promise<FileHandle> | null = null;
  /** What is under way; each step waits for the one before it. */
  #last: Promise<void> = Promise.resolve();
  #closed = false;

  /** @throws RangeError for options that do not go together or are out of range */
  constructor(path: string, options: TFRecordWriterOptions = {}) {
    const { compressionType = '', compressionLevel = 6, append = false } = options;
    if (!['', 'GZIP', 'ZLIB'].includes(compressionType)) throw new RangeError(`compressionType must be '', 'GZIP' or 'ZLIB'; got '${compressionType}'`);
    if (!Number.isInteger(compressionLevel) || compressionLevel < 0 || compressionLevel > 9)
      throw new RangeError(`compressionLevel must be an integer from 0 to 9; got ${compressionLevel}`);
    if (append && compressionType !== '') throw new RangeError('append does not go with compression');
    this.path = path;
    this.#options = { compressionType, compressionLevel, append };
  }
  /** Takes a record; the bytes are copied. Throws after `close`. */
  write(record: Uint8Array): void {
    if (this.#closed) throw new RangeError(`${this.path}: the writer is closed`);
    this.#waiting.push(encodeRecord(record));
    this.#waitingBytes += record.length;
    if (this.#waitingBytes >= autoFlushBytes && this.#options.compressionType === '') this.flush().catch(keepForNextCall);
  }
  /** Gives everything written so far to the file system: it survives the end of this process. Compressed files get theirs at `close`. */
  flush(): Promise<void> {
    this.#last = this.#last.then(() => this.#flush(false));
    return this.#last;
  }
  /** Writes what waits and closes the file. A second call does nothing. */
  close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true;
      this.#last = this.#last.then(() => this.#flush(true));
    }
    return this.#last;
  }
  async #flush(end: boolean): Promise<void> {
    const file = await (this.#file ??= this.#open());
    const compressed = this.#options.compressionType !== '';
    if (compressed && !end) return;
    const parts = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    const bytes = compressed ? await this.#compress(concatenate(parts)) : concatenate(parts);
    for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done, bytes.length - done)).bytesWritten;
    if (end) await file.close();
  }
  async #open(): Promise<FileHandle> {
    const { access, open } = await import('node:fs/promises');
    const exists = await access(this.path).then(
      () => true,
      () => false,
    );
    if (!this.#options.append || !exists) return open(this.path, 'w');
    const end = await endOfRecords(this.path);
    const file = await open(this.path, 'a');
    await file.truncate(end);
    return file;
  }
  async #compress(bytes: Uint8Array): Promise<Uint8Array> {
    const { deflateSync, gzipSync } = await import('node:zlib');
    const level = this.#options.compressionLevel;
    return this.#options.compressionType === 'GZIP' ? gzipSync(bytes, { level }) : deflateSync(bytes, { level });
  }
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}
