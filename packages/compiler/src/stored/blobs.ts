/**
 * The stored form of a record with blobs of bytes beside it, format 1. All numbers are little-endian words of 32 bits:
 *
 *   "MRX1", checksum, bytes of the record, number of blobs, bytes of each blob, the record (UTF-8, JSON), then each blob at a multiple of 8
 *
 * The checksum (MurmurHash3 for 32 bits, A. Appleby, public domain) covers everything behind it. It finds damage, not malice: readers of the
 * record check every number.
 */
import { type Json, malformed } from './record.ts';

const magic = 0x3158524d;
const headerWords = 4;
const aligned = (offset: number): number => Math.ceil(offset / 8) * 8;

/** Collects blobs; one that was added is one blob, however often it is named. */
export class BlobWriter {
  readonly blobs: Uint8Array[] = [];
  readonly #known: Map<ArrayBufferView, number> = new Map();

  add(data: ArrayBufferView): number {
    let index = this.#known.get(data);
    if (index === undefined) {
      index = this.blobs.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)) - 1;
      this.#known.set(data, index);
    }
    return index;
  }
}

export interface StoredRecord {
  readonly record: Json;
  readonly blobs: readonly Uint8Array<ArrayBuffer>[];
}

export function packRecord(record: Json, blobs: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(record));
  const start = 4 * (headerWords + blobs.length);
  let length = aligned(start + text.length);
  const places = blobs.map((blob) => {
    const place = length;
    length = aligned(place + blob.length);
    return place;
  });
  const bytes = new Uint8Array(length);
  const words = new Int32Array(bytes.buffer, 0, headerWords + blobs.length);
  words.set([magic, 0, text.length, blobs.length, ...blobs.map((b) => b.length)]);
  bytes.set(text, start);
  blobs.forEach((blob, i) => bytes.set(blob, places[i]));
  words[1] = checksum(bytes);
  return bytes;
}

/** The record and its blobs, views of `bytes`, which begins at a multiple of 8 in its buffer. Throws MalformedRecord where a byte is not as it was written. */
export function unpackRecord(bytes: Uint8Array<ArrayBuffer>): StoredRecord {
  if (bytes.byteOffset % 8 !== 0 || bytes.length < 4 * headerWords || bytes.length % 8 !== 0) return malformed('no stored record');
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  const [first, sum, textLength, count] = words;
  if (first !== magic || sum !== checksum(bytes)) return malformed('a stored record was damaged');
  const start = 4 * (headerWords + count);
  if (count < 0 || textLength < 0 || start + textLength > bytes.length) return malformed('a stored record ends early');
  let next = aligned(start + textLength);
  const blobs = Array.from({ length: count }, (_, i) => {
    const [from, length] = [next, words[headerWords + i]];
    if (length < 0 || from + length > bytes.length) return malformed('a stored record ends early');
    next = aligned(from + length);
    return bytes.subarray(from, from + length);
  });
  return { record: parsed(new TextDecoder().decode(bytes.subarray(start, start + textLength))), blobs };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return malformed('a stored record is no JSON');
  }
}

const rotated = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/** Of all words behind the first two. */
function checksum(bytes: Uint8Array): number {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  let hash = 0;
  for (let i = 2; i < words.length; i++) {
    hash ^= Math.imul(rotated(Math.imul(words[i], 0xcc9e2d51), 15), 0x1b873593);
    hash = (Math.imul(rotated(hash, 13), 5) + 0xe6546b64) | 0;
  }
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
