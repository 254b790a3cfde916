/** The protobuf wire format, as far as the fast paths for events need it. Source: protobuf encoding, developers.google.com/protocol-buffers/docs/encoding. */
import { FormatError } from '../format-error.ts';

/** How a field's value is stored; the lowest three bits of its key. */
export const wireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Reads one message out of a larger buffer. Every read checks the end and throws FormatError with the offset. */
export class WireReader {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  end = 0;
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** Begins with the message from `start` to `end` of `bytes`; `view` is of the same bytes. */
  reset(bytes: Uint8Array, view: DataView, start: number, end: number): this {
    this.bytes = bytes;
    this.#view = view;
    this.at = start;
    this.end = end;
    return this;
  }
  fail(message: string): never {
    throw new FormatError('event', message, this.at);
  }
  /** A varint's value modulo 2^53 where it is not negative as int64; see `varint64` for all of them. */
  varint(): number {
    const { bytes } = this;
    let value = 0;
    let scale = 1;
    for (let k = 0; k < 10; k++) {
      if (this.at >= this.end) this.fail('a number ends outside its message');
      const byte = bytes[this.at++];
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    return this.fail('a number has more than ten bytes');
  }
  /** A signed 64-bit varint: a number where it is exact, else a bigint. */
  varint64(): number | bigint {
    const from = this.at;
    const value = this.varint();
    if (value <= Number.MAX_SAFE_INTEGER && this.at - from < 8) return value;
    let exact = 0n;
    for (let i = this.at - 1; i >= from; i--) exact = (exact << 7n) | BigInt(this.bytes[i] & 0x7f);
    const signed = BigInt.asIntN(64, exact);
    const number = Number(signed);
    return Number.isSafeInteger(number) ? number : signed;
  }
  double(): number {
    this.#need(8);
    const value = this.#view.getFloat64(this.at, true);
    this.at += 8;
    return value;
  }
  float(): number {
    this.#need(4);
    const value = this.#view.getFloat32(this.at, true);
    this.at += 4;
    return value;
  }
  /** Offset behind a length-delimited field that begins here; `at` moves to its content. */
  enter(): number {
    const length = this.varint();
    this.#need(length);
    return this.at + length;
  }
  skip(kind: number): void {
    if (kind === wireType.varint) this.varint();
    else if (kind === wireType.bytes) this.at = this.enter();
    else if (kind === wireType.fixed64) this.#skipBytes(8);
    else if (kind === wireType.fixed32) this.#skipBytes(4);
    else this.fail(`wire type ${kind} is not in use`);
  }
  #skipBytes(count: number): void {
    this.#need(count);
    this.at += count;
  }
  #need(count: number): void {
    if (this.at + count > this.end) this.fail(`a field of ${count} bytes ends outside its message`);
  }
}
