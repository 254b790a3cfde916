/**
 * TFRecord framing: length (uint64), masked CRC-32C of the length, payload, masked CRC-32C of the payload; all little endian.
 * Source: TensorFlow `tsl/lib/io/record_writer.h`.
 */
import { FormatError } from '../format-error.ts';
import { maskedCrc32c } from './crc32c.ts';

export const headerBytes = 12;
export const footerBytes = 4;

/** Which checksums a reader compares: 'all', the one of the length only, or none. */
export type RecordChecks = 'all' | 'length' | 'none';

export interface RecordOptions {
  /** Default 'all'. */
  readonly verify?: RecordChecks;
  /** Longest payload that is accepted, in bytes. Default 1 GiB. */
  readonly maxRecordBytes?: number;
}

/** One record, framed. */
export function encodeRecord(payload: Uint8Array): Uint8Array {
  const out = new Uint8Array(headerBytes + payload.length + footerBytes);
  writeRecord(out, 0, payload);
  return out;
}

/** Writes a framed record at `at` of `out` and returns the offset behind it. */
export function writeRecord(out: Uint8Array, at: number, payload: Uint8Array): number {
  const view = new DataView(out.buffer, out.byteOffset, out.byteLength);
  const n = payload.length;
  view.setUint32(at, n, true);
  view.setUint32(at + 4, 0, true); // a Uint8Array is shorter than 2^32 bytes
  view.setUint32(at + 8, maskedCrc32c(out, at, at + 8), true);
  out.set(payload, at + headerBytes);
  view.setUint32(at + headerBytes + n, maskedCrc32c(payload), true);
  return at + headerBytes + n + footerBytes;
}

/**
 * Cuts records out of bytes that come in pieces. `push` bytes, then call `next` until it is null.
 * What `next` gives is a view of the pushed bytes: use or copy it before the next `push`. Where records are many and small, `advance` finds
 * the same without making an object of each.
 */
export class RecordDecoder {
  /** Where `advance` found its record: from `start` to `end` in `bytes`. */
  start = 0;
  end = 0;
  /** Offset, in the whole stream, of the first byte that no returned record holds: where a writer would go on. */
  offset = 0;
  readonly #verify: RecordChecks;
  readonly #maxRecordBytes: number;
  bytes: Uint8Array = new Uint8Array(0);
  /** Of `bytes`. */
  view: DataView = new DataView(new ArrayBuffer(0));
  /** Memory for what came in pieces. */
  #own: Uint8Array = new Uint8Array(0);
  #at = 0;
  /** Whether the length of the record at `#at` was checked; its payload may still be on its way. */
  #headerChecked = false;

  constructor({ verify = 'all', maxRecordBytes = 2 ** 30 }: RecordOptions = {}, offset = 0) {
    this.#verify = verify;
    this.#maxRecordBytes = maxRecordBytes;
    this.offset = offset;
  }
  /** Bytes that wait for the rest of their record. */
  get pending(): number {
    return this.bytes.length - this.#at;
  }
  /** Bytes that the record at `offset` still lacks, as far as is known; at least 1. */
  get missing(): number {
    const have = this.pending;
    if (have < headerBytes || !this.#headerChecked) return headerBytes + footerBytes - Math.min(have, headerBytes);
    return headerBytes + this.view.getUint32(this.#at, true) + footerBytes - have;
  }
  push(chunk: Uint8Array): void {
    if (this.pending === 0) this.#use(chunk);
    else {
      this.room(chunk.length).set(chunk);
      this.filled(chunk.length);
    }
  }
  /** A place behind the pending bytes for `size` more; say with `filled` how many came. Earlier views are void. The memory is used again. */
  room(size: number): Uint8Array {
    const rest = this.bytes.subarray(this.#at);
    const needed = rest.length + size;
    if (this.#own.length < needed) {
      const larger = new Uint8Array(needed);
      larger.set(rest);
      this.#own = larger;
    } else this.#own.set(rest); // it may overlap: `set` copies as if through a copy
    this.#use(this.#own.subarray(0, rest.length));
    return this.#own.subarray(rest.length, needed);
  }
  filled(count: number): void {
    this.#use(this.#own.subarray(0, this.bytes.length + count));
  }
  #use(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = 0;
  }
  /** The next whole record's payload, or null until more bytes come. Throws FormatError with the record's offset when a checksum or a length is wrong. */
  next(): Uint8Array | null {
    return this.advance() ? this.bytes.subarray(this.start, this.end) : null;
  }
  /** Moves `start` and `end` to the next whole record; false until more bytes come. Throws as `next`. */
  advance(): boolean {
    const { pending } = this;
    const at = this.#at;
    if (pending < headerBytes) return false;
    const length = this.view.getUint32(at, true);
    if (!this.#headerChecked) this.#checkHeader(length);
    const size = headerBytes + length + footerBytes;
    if (pending < size) return false;
    const start = at + headerBytes;
    const end = start + length;
    if (this.#verify === 'all' && this.view.getUint32(end, true) !== maskedCrc32c(this.bytes, start, end))
      throw new FormatError('TFRecord', `the record's content does not have its checksum`, this.offset);
    this.#at += size;
    this.offset += size;
    this.#headerChecked = false;
    this.start = start;
    this.end = end;
    return true;
  }
  #checkHeader(length: number): void {
    const at = this.#at;
    if (this.#verify !== 'none' && this.view.getUint32(at + 8, true) !== maskedCrc32c(this.bytes, at, at + 8))
      throw new FormatError('TFRecord', `the record's length does not have its checksum`, this.offset);
    const whole = this.view.getUint32(at + 4, true) * 2 ** 32 + length;
    if (whole > this.#maxRecordBytes)
      throw new FormatError('TFRecord', `a record of ${whole} bytes is above the limit of ${this.#maxRecordBytes}`, this.offset);
    this.#headerChecked = true;
  }
}
