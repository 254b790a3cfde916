/**
 * The private memory of eager kernels: a staging area that every call fills from the start, so it holds nothing between calls. Grows on
 * demand; its views are made anew after each growth (notes N9).
 */
import { memoryImport } from '@millrace/compiler';
import type { StorageKind, TypedArray } from '@millrace/ir';

const pageBytes = 65536;
/** Eager operations that would need more run on the js device. */
export const largestHeap: number = 1024 * 1024 * 1024;
/** Readable bytes behind the last buffer: kernels load whole vectors at the end of rows. */
export const slackBytes = 256;

type Views = Readonly<Record<StorageKind, TypedArray>>;

function viewsOf(buffer: ArrayBufferLike): Views {
  return {
    i8: new Int8Array(buffer),
    u8: new Uint8Array(buffer),
    i16: new Int16Array(buffer),
    u16: new Uint16Array(buffer),
    i32: new Int32Array(buffer),
    u32: new Uint32Array(buffer),
    f32: new Float32Array(buffer),
    f64: new Float64Array(buffer),
    i64: new BigInt64Array(buffer),
    u64: new BigUint64Array(buffer),
  };
}

export interface HeapOptions {
  /** Bytes that it may grow to. Default 1 GiB. */
  readonly largest?: number;
  /** Whether it is a `WebAssembly.Memory`, which kernels need, or an ordinary buffer. Default true. */
  readonly kernels?: boolean;
  /** Whether workers may share the memory. Default false. */
  readonly shared?: boolean;
}

/** A memory that the host grants; where it refuses this much address space, it is asked for half. */
function newMemory(largest: number, shared: boolean): { readonly memory: WebAssembly.Memory; readonly largest: number } {
  for (let bytes = largest; ; bytes /= 2) {
    try {
      return { memory: new WebAssembly.Memory({ initial: memoryImport.minimum, maximum: bytes / pageBytes, shared }), largest: bytes };
    } catch (error) {
      if (!(error instanceof RangeError) || bytes < 2 * pageBytes) throw error;
    }
  }
}

export class Heap {
  readonly #memory: WebAssembly.Memory | null;
  readonly largest: number;
  #views: Views;
  #bytes: number;
  /** What was written last; a caller whose tables and descriptors are still in place need not write them again. */
  owner: object | null = null;
  constructor({ largest = largestHeap, kernels = true, shared = false }: HeapOptions = {}) {
    const made = kernels ? newMemory(largest, shared) : null;
    this.#memory = made?.memory ?? null;
    this.largest = made?.largest ?? largest;
    this.#views = viewsOf(made?.memory.buffer ?? new ArrayBuffer(pageBytes));
    this.#bytes = this.#views.u8.byteLength;
  }

  /** Throws TypeError for an ordinary buffer, which is no memory of kernels. */
  get memory(): WebAssembly.Memory {
    if (!this.#memory) throw new TypeError('an ordinary buffer is no memory of kernels');
    return this.#memory;
  }
  /** Current views; stale after the next `reserve`. */
  get views(): Views {
    return this.#views;
  }
  get bytes(): number {
    return this.#bytes;
  }
  /** Makes at least this many bytes usable, for good. False where that is above the cap or the host has no memory left. */
  reserve(bytes: number): boolean {
    if (bytes <= this.#bytes) return true;
    if (bytes > this.largest) return false;
    // Growing by half at least keeps the number of growths small.
    const wanted = Math.min(Math.max(bytes, Math.ceil(this.#bytes * 1.5)), this.largest);
    try {
      this.#views = viewsOf(this.#grown(Math.ceil(wanted / pageBytes) * pageBytes));
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
    this.#bytes = this.#views.u8.byteLength;
    return true;
  }

  #grown(bytes: number): ArrayBufferLike {
    if (this.#memory) {
      this.#memory.grow((bytes - this.#bytes) / pageBytes);
      return this.#memory.buffer;
    }
    const buffer = new ArrayBuffer(bytes);
    new Uint8Array(buffer).set(this.#views.u8 as Uint8Array);
    return buffer;
  }
}
