/** Reading a TFRecord file that another process still writes. Node only. */
import type { FileHandle } from 'node:fs/promises';
import { RecordDecoder, type RecordOptions } from './framing.ts';

const chunkBytes = 1 << 20;

export interface GrowingFileOptions extends RecordOptions {
  /** Called after each chunk: whether to stop for now. Reading goes on there at the next call. */
  readonly pause?: () => boolean | Promise<boolean>;
}

/**
 * Follows a file: each `read` hands over the whole records that are new, and stops at a tail that is not whole yet, to go on there next time.
 * A file that turned shorter was replaced, and is read from its beginning; `replaced` says so.
 */
export class GrowingRecordFile {
  readonly path: string;
  /** How often the file was found replaced by a shorter one. */
  replaced = 0;
  readonly #options: GrowingFileOptions;
  #decoder: RecordDecoder;
  /** Bytes of the file that were read, also those of a record that is not whole. */
  #position = 0;

  constructor(path: string, options: GrowingFileOptions = {}) {
    this.path = path;
    this.#options = options;
    this.#decoder = new RecordDecoder(options);
  }
  /** Offset behind the last whole record. */
  get offset(): number {
    return this.#decoder.offset;
  }
  /**
   * Hands new records to `each`, which finds them from `start` to `end` in the decoder's bytes and must not keep these, and returns their number.
   * @throws FormatError for damage; the offset stays before the damaged record
   */
  async read(each: (record: RecordDecoder) => void): Promise<number> {
    const { open } = await import('node:fs/promises');
    const file = await open(this.path, 'r');
    try {
      const { size } = await file.stat();
      if (size < this.#position) {
        this.replaced++;
        this.#position = 0;
        this.#decoder = new RecordDecoder(this.#options);
      }
      return await this.#readFrom(file, size, each);
    } finally {
      await file.close();
    }
  }
  async #readFrom(file: FileHandle, size: number, each: (record: RecordDecoder) => void): Promise<number> {
    let count = 0;
    while (this.#position < size) {
      const wanted = Math.min(size - this.#position, Math.max(chunkBytes, this.#decoder.missing));
      const { bytesRead } = await file.read(this.#decoder.room(wanted), 0, wanted, this.#position);
      this.#decoder.filled(bytesRead);
      if (bytesRead === 0) break;
      this.#position += bytesRead;
      while (this.#decoder.advance()) {
        count++;
        each(this.#decoder);
      }
      if (await this.#options.pause?.()) break;
    }
    return count;
  }
}

/** Offset behind the last whole record of a file. Throws FormatError for damage before it. */
export async function endOfRecords(path: string): Promise<number> {
  const file = new GrowingRecordFile(path, { verify: 'all' });
  await file.read(() => undefined);
  return file.offset;
}
