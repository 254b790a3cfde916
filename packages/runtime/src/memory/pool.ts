/**
 * The free list of big arrays whose last owner gave them back, by kind and exact length, and the counters of memory. Page faults of fresh
 * arrays, not arithmetic, dominate big elementwise operations (notes N9); small arrays are the engine's business.
 */
import { allocate, arrayOver, type ElementType, failure, type TypedArray } from '@millrace/ir';
import { unclearedBuffer } from './uncleared.ts';

/** Below this many bytes the engine is fast enough. */
const smallestPooled = 65536;
/** The list holds at most this many bytes; beyond it what comes back is left to the engine. */
const largestTotal = 256 * 1024 * 1024;

const free = new Map<string, TypedArray[]>();
let freeBytes = 0;

/** What was allocated and given back by eager execution. What the engine collected by itself cannot be counted (no WeakRef, notes N9). */
export interface MemoryCounters {
  /** Arrays made or reused for results since the start. */
  readonly allocations: number;
  readonly allocatedBytes: number;
  /** Explicit releases: dispose, tidy, the backward pass. */
  readonly releases: number;
  readonly releasedBytes: number;
  /** Allocations served from the free list. */
  readonly reused: number;
  /** Bytes that wait in the free list. */
  readonly freeBytes: number;
}

let allocations = 0;
let allocatedBytes = 0;
let releases = 0;
let releasedBytes = 0;
let reused = 0;

export const memoryCounters = (): MemoryCounters => ({ allocations, allocatedBytes, releases, releasedBytes, reused, freeBytes });

/** An array for the elements of a result. Its contents are undefined where it is reused. */
export function allocateResult(element: ElementType, count: number): TypedArray {
  allocations++;
  const bytes = count * element.bytes;
  allocatedBytes += bytes;
  if (bytes >= smallestPooled && freeBytes > 0) {
    const found = free.get(`${element.storage}${count * element.lanes}`)?.pop();
    if (found) {
      freeBytes -= bytes;
      reused++;
      return found;
    }
  }
  try {
    if (bytes >= smallestPooled) return arrayOver(element, unclearedBuffer(bytes));
    return element.storage === 'f32' ? new Float32Array(count * element.lanes) : allocate(element, count);
  } catch (cause) {
    throw outOfMemory(bytes, cause);
  }
}

/**
 * What is known of memory, for messages. Which tensors are alive is not: a list of them would keep them alive, and a WeakRef to each keeps them
 * until the job ends (notes N9).
 */
export const describeMemory = (): string =>
  `results took ${allocatedBytes} bytes so far, of which ${releasedBytes} were given back; ${freeBytes} bytes wait to be used again`;

/** JavaScript refused an array: it is longer than the engine allows, or the process has no memory left. */
function outOfMemory(bytes: number, cause: unknown): Error {
  const message = `a result needs ${bytes} bytes, which cannot be allocated; ${describeMemory()}`;
  return failure('limit', { op: 'allocate', message, hint: 'smaller batches, or tf.tidy and dispose() to give memory back early', cause });
}

const kinds: readonly (readonly [new (length: number) => TypedArray, string])[] = [
  [Float32Array, 'f32'],
  [Float64Array, 'f64'],
  [Int32Array, 'i32'],
  [Uint8Array, 'u8'],
  [Int8Array, 'i8'],
  [Uint16Array, 'u16'],
  [Int16Array, 'i16'],
  [Uint32Array, 'u32'],
  [BigInt64Array, 'i64'],
  [BigUint64Array, 'u64'],
];

/** Takes back an array; `visible` says that something else may still read it, so that it is only counted. */
export function recycle(data: TypedArray, visible: boolean): void {
  releases++;
  releasedBytes += data.byteLength;
  if (!visible) giveBack(data);
}

/** Puts an array that nobody else has on the free list: temporaries of kernels. */
export function giveBack(data: TypedArray): void {
  if (data.byteLength < smallestPooled || freeBytes + data.byteLength > largestTotal) return;
  // A window on a larger buffer is not ours to give away.
  if (data.byteOffset !== 0 || data.byteLength !== data.buffer.byteLength) return;
  const kind = kinds.find(([Kind]) => data instanceof Kind)?.[1];
  if (kind === undefined) return;
  const key = `${kind}${data.length}`;
  const list = free.get(key);
  if (list) list.push(data);
  else free.set(key, [data]);
  freeBytes += data.byteLength;
}

/** Drops the free list, so that the engine may have its memory. */
export function emptyFreeList(): void {
  free.clear();
  freeBytes = 0;
}
