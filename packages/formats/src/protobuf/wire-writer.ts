/** Writing the protobuf wire format, as far as summaries need it: no library has to be loaded to record a number. Checked against the library by the tests. */

const encoder = new TextEncoder();

/** Fields of one message, in the order in which they are added. Empty and zero values are left out, as proto3 leaves them. */
export class WireWriter {
  readonly #parts: (Uint8Array | readonly number[])[] = [];
  #size = 0;

  #push(part: Uint8Array | readonly number[]): this {
    this.#parts.push(part);
    this.#size += part.length;
    return this;
  }
  /** A 64-bit integer, in two's complement where it is negative. */
  varint(field: number, value: number | bigint): this {
    if (Number(value) === 0) return this;
    return this.presentVarint(field, value);
  }
  /** The same, there even when it is 0: a member of a oneof. */
  presentVarint(field: number, value: number | bigint): this {
    return this.#push([...varintBytes(field << 3), ...varintBytes(value)]);
  }
  double(field: number, value: number): this {
    return Object.is(value, 0) ? this : this.presentDouble(field, value);
  }
  /** The same, there even when it is 0: a member of a oneof. */
  presentDouble(field: number, value: number): this {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value, true);
    return this.#push(varintBytes((field << 3) | 1)).#push(bytes);
  }
  text(field: number, value: string | undefined): this {
    return value ? this.always(field, encoder.encode(value)) : this;
  }
  bytes(field: number, value: Uint8Array | undefined): this {
    return value !== undefined && value.length > 0 ? this.always(field, value) : this;
  }
  /** Bytes or a message that is there even when it is empty. */
  always(field: number, value: Uint8Array): this {
    return this.#push([...varintBytes((field << 3) | 2), ...varintBytes(value.length)]).#push(value);
  }
  finish(): Uint8Array {
    const out = new Uint8Array(this.#size);
    let at = 0;
    for (const part of this.#parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }
}

function varintBytes(value: number | bigint): number[] {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest >= 0x80n) {
    out.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  out.push(Number(rest));
  return out;
}
