/** Reads the integer encodings of the WebAssembly binary format; what `ByteWriter` writes. */
import { unreachable } from '@millrace/ir';

export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #next: number;
  readonly end: number;

  constructor(bytes: Uint8Array, start: number = 0, end: number = bytes.length) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#next = start;
    this.end = end;
  }

  get isAtEnd(): boolean {
    return this.#next >= this.end;
  }
  byte(): number {
    return this.#bytes[this.#take(1)];
  }
  u32(): number {
    return Number(this.#leb(5, false));
  }
  s32(): number {
    return Number(this.#leb(5, true));
  }
  s64(): bigint {
    return this.#leb(10, true);
  }
  word(): number {
    return this.#view.getUint32(this.#take(4), true);
  }
  f32(): number {
    return this.#view.getFloat32(this.#take(4), true);
  }
  f64(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }
  name(): string {
    return new TextDecoder().decode(this.bytes(this.u32()));
  }
  bytes(length: number): Uint8Array {
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }
  /** A reader of the next bytes, which this one skips. */
  part(length: number): ByteReader {
    const start = this.#take(length);
    return new ByteReader(this.#bytes, start, start + length);
  }
  list<T>(read: () => T): T[] {
    return Array.from({ length: this.u32() }, read);
  }

  #leb(most: number, signed: boolean): bigint {
    let value = 0n;
    for (let i = 0; i < most; i++) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << BigInt(7 * i);
      if (byte < 0x80) return signed && (byte & 0x40) !== 0 ? value - (1n << BigInt(7 * (i + 1))) : value;
    }
    return unreachable('an integer of a module is too long');
  }
  #take(count: number): number {
    const at = this.#next;
    if (at + count > this.end) unreachable('a module ends within an item');
    this.#next = at + count;
    return at;
  }
}
