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
 * What `next` gives is a view of the pushed bytes: use or copy it before the next `push`.
 */
export class RecordDecoder {
  /** Offset, in the whole stream, of the first byte that no returned record holds: where a writer would go on. */
  offset = 0;
  readonly #verify: RecordChecks;
  readonly #maxRecordBytes: number;
  #bytes: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
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
    return this.#bytes.length - this.#at;
  }
  /** Bytes that the record at `offset` still lacks, as far as is known; at least 1. */
  get missing(): number {
    const have = this.pending;
    if (have < headerBytes || !this.#headerChecked) return headerBytes + footerBytes - Math.min(have, headerBytes);
    return headerBytes + this.#view.getUint32(this.#at, true) + footerBytes - have;
  }
  push(chunk: Uint8Array): void {
    const rest = this.#bytes.subarray(this.#at);
    if (rest.length === 0) this.#bytes = chunk;
    else {
      const joined = new Uint8Array(rest.length + chunk.length);
      joined.set(rest);
      joined.set(chunk, rest.length);
      this.#bytes = joined;
    }
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    this.#at = 0;
  }
  /** The next whole record's payload, or null until more bytes come. Throws FormatError with the record's offset when a checksum or a length is wrong. */
  next(): Uint8Array | null {
    const { pending } = this;
    const at = this.#at;
    if (pending < headerBytes) return null;
    const length = this.#view.getUint32(at, true);
    if (!this.#headerChecked) this.#checkHeader(length);
    const size = headerBytes + length + footerBytes;
    if (pending < size) return null;
    const end = at + headerBytes + length;
    if (this.#verify === 'all' && this.#view.getUint32(end, true) !== maskedCrc32c(this.#bytes, at + headerBytes, end))
      throw new FormatError('TFRecord', `the record's content does not have its checksum`, this.offset);
    this.#at += size;
    this.offset += size;
    this.#headerChecked = false;
    return this.#bytes.subarray(at + headerBytes, end);
  }
  #checkHeader(length: number): void {
    const at = this.#at;
    if (this.#verify !== 'none' && this.#view.getUint32(at + 8, true) !== maskedCrc32c(this.#bytes, at, at + 8))
      throw new FormatError('TFRecord', `the record's length does not have its checksum`, this.offset);
    const whole = this.#view.getUint32(at + 4, true) * 2 ** 32 + length;
    if (whole > this.#maxRecordBytes)
      throw new FormatError('TFRecord', `a record of ${whole} bytes is above the limit of ${this.#maxRecordBytes}`, this.offset);
    this.#headerChecked = true;
  }
}
