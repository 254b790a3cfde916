/**
 * Fast paths for the event that files are full of: one scalar. Written and read without building messages; anything else is left to the
 * protobuf library. Both are checked against it by the tests.
 */
import { WireReader, wireType } from './wire.ts';

const encoder = new TextEncoder();

const varintSize = (value: number): number =>
  value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : value < 0x10000000 ? 4 : Math.ceil(Math.log2(value + 1) / 7);

function writeVarint(out: Uint8Array, at: number, value: number): number {
  let rest = value;
  while (rest >= 0x80) {
    out[at++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  out[at++] = rest;
  return at;
}

/** The tag of a scalar with the fields that do not change from step to step, encoded once. */
export class ScalarEventEncoder {
  readonly #tag: Uint8Array;
  constructor(tag: string) {
    this.#tag = encoder.encode(tag);
  }
  /**
   * The bytes of Event{wall_time, step, summary{value{tag, tensor{dtype DT_FLOAT, shape [], tensor_content}}}}: what `encodeEvent` would write.
   * The step is a safe integer of at least 0.
   */
  encode(wallTime: number, step: number, value: number): Uint8Array {
    const tag = this.#tag;
    const tagField = tag.length === 0 ? 0 : 1 + varintSize(tag.length) + tag.length;
    const valueSize = tagField + 2 + 10;
    const summarySize = 1 + varintSize(valueSize) + valueSize;
    const stepField = step === 0 ? 0 : 1 + varintSize(step);
    const timeField = Object.is(wallTime, 0) ? 0 : 9;
    const out = new Uint8Array(timeField + stepField + 1 + varintSize(summarySize) + summarySize);
    const view = new DataView(out.buffer);
    let at = 0;
    if (timeField > 0) {
      out[at++] = 0x09;
      view.setFloat64(at, wallTime, true);
      at += 8;
    }
    if (stepField > 0) {
      out[at++] = 0x10;
      at = writeVarint(out, at, step);
    }
    out[at++] = 0x2a;
    at = writeVarint(out, at, summarySize);
    out[at++] = 0x0a;
    at = writeVarint(out, at, valueSize);
    if (tagField > 0) {
      out[at++] = 0x0a;
      at = writeVarint(out, at, tag.length);
      out.set(tag, at);
      at += tag.length;
    }
    out.set(scalarTensor, at);
    view.setFloat32(at + 8, value, true);
    return out;
  }
}

/** Field 8 of a value: a tensor of 10 bytes: dtype 1, an empty shape, four bytes of content (which are filled in). */
const scalarTensor: Uint8Array = Uint8Array.of(0x42, 10, 0x08, 1, 0x12, 0, 0x22, 4, 0, 0, 0, 0);

/** What a scan found: a scalar without metadata, or anything else. */
export interface ScannedScalar {
  wallTime: number;
  step: number | bigint;
  /** Index that `tagOf` gave the tag. */
  tag: number;
  value: number;
}

/** A message in a larger buffer. */
export interface MessageBytes {
  readonly bytes: Uint8Array;
  /** Of `bytes`. */
  readonly view: DataView;
  readonly start: number;
  readonly end: number;
}

const reader = new WireReader();

/** Numbers tags by their bytes, without making a string for one that is known. */
export class TagTable {
  readonly tags: string[] = [];
  readonly #bytes: Uint8Array[] = [];
  readonly #byHash: Map<number, number[]> = new Map();
  #last = -1;

  /** The number of the tag in `bytes[start, end)`. */
  indexOf(bytes: Uint8Array, start: number, end: number): number {
    // Values mostly come in the order of the step before.
    const guess = this.#last + 1 < this.tags.length ? this.#last + 1 : 0;
    if (guess < this.tags.length && sameBytes(this.#bytes[guess], bytes, start, end)) return (this.#last = guess);
    let hash = end - start;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + bytes[i]) | 0;
    let candidates = this.#byHash.get(hash);
    if (candidates === undefined) this.#byHash.set(hash, (candidates = []));
    for (const c of candidates) if (sameBytes(this.#bytes[c], bytes, start, end)) return (this.#last = c);
    const copy = bytes.slice(start, end);
    candidates.push(this.tags.length);
    this.#bytes.push(copy);
    this.tags.push(new TextDecoder().decode(copy));
    return (this.#last = this.tags.length - 1);
  }
}

function sameBytes(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let i = 0; i < known.length; i++) if (known[i] !== bytes[start + i]) return false;
  return true;
}

/**
 * Reads an event that holds one scalar: `simple_value`, or a float or double tensor of one element, without metadata. True when `found` was
 * filled in; false for every other event, which `decodeEvent` reads.
 * @throws FormatError for bytes that are no message
 */
export function scanScalarEvent({ bytes, view, start, end }: MessageBytes, tags: TagTable, found: ScannedScalar): boolean {
  const r = reader.reset(bytes, view, start, end);
  found.wallTime = 0;
  found.step = 0;
  let summaries = 0;
  while (r.at < r.end) {
    const key = r.varint();
    if (key === 0x09) found.wallTime = r.double();
    else if (key === 0x10) found.step = r.varint64();
    else if (key === 0x2a) {
      if (++summaries > 1 || !scanSummary(r, r.enter(), tags, found)) return false;
    } else if (key === 0x52) r.skip(wireType.bytes);
    else return false;
  }
  return summaries === 1;
}

function scanSummary(r: WireReader, end: number, tags: TagTable, found: ScannedScalar): boolean {
  if (r.at >= end || r.varint() !== 0x0a) return false;
  const valueEnd = r.enter();
  // A second value, or a field that we do not know: not the plain case.
  if (valueEnd !== end) return false;
  let tagStart = 0;
  let tagEnd = 0;
  let values = 0;
  while (r.at < end) {
    const key = r.varint();
    if (key === 0x0a) {
      tagEnd = r.enter();
      tagStart = r.at;
      r.at = tagEnd;
    } else if (key === 0x15) {
      found.value = r.float();
      values++;
    } else if (key === 0x42) {
      values++;
      if (!scanTensor(r, r.enter(), found)) return false;
    } else return false;
  }
  if (values !== 1 || r.at !== end) return false;
  found.tag = tags.indexOf(r.bytes, tagStart, tagEnd);
  return true;
}

function scanTensor(r: WireReader, end: number, found: ScannedScalar): boolean {
  let dtype = 0;
  let values = 0;
  while (r.at < end) {
    const key = r.varint();
    if (key === 0x08) dtype = r.varint();
    else if (key === 0x12) {
      // A shape with dimensions is a tensor of its own kind.
      if (r.varint() !== 0) return false;
    } else if (key === 0x22 || key === 0x2a || key === 0x32) {
      const size = r.varint();
      values++;
      if (dtype === 1 && size === 4 && key !== 0x32) found.value = r.float();
      else if (dtype === 2 && size === 8 && key !== 0x2a) found.value = r.double();
      else return false;
    } else if (key === 0x2d && dtype === 1) {
      values++;
      found.value = r.float();
    } else return false;
  }
  return values === 1 && r.at === end;
}
