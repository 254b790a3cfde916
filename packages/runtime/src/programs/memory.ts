/**
 * The memory that programs run in: states live in it from call to call, and one scratch region serves all programs, each of which begins with
 * what it needs (notes N9).
 */
import { KernelLibrary, memoryImport, sharedMemoryImport } from '@millrace/compiler';
import { failure, type StorageKind, type TypedArray } from '@millrace/ir';
import { Heap } from '../devices/wasm/heap.ts';
import { ThreadTeam } from '../threads/team.ts';

const alignment = 64;
const align = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;
/** Address 0 stays unused. */
const firstAddress = alignment;
/** What WebAssembly can address. */
const mostBytes = 65536 * 65536;

interface Block {
  readonly start: number;
  readonly end: number;
}

export class ProgramMemory {
  readonly heap: Heap;
  /** Null where programs run without compiled kernels. */
  readonly library: KernelLibrary | null;
  /** Blocks in use, by address. */
  #used: Block[] = [];
  /** The scratch region, and whether a program runs in it. */
  #scratch: Block | null = null;
  #busy: boolean = false;
  /** Whose tables lie in the scratch region. */
  owner: object | null = null;

  /** Null where there is one thread. */
  readonly team: ThreadTeam | null;

  /** A memory of ordinary bytes, or one for kernels; with several threads they share it. */
  constructor({ kernels, threads }: { readonly kernels: boolean; readonly threads: number }) {
    const shared = kernels && threads > 1;
    this.heap = new Heap({ largest: mostBytes, kernels, shared });
    this.team = shared ? this.#newTeam(threads) : null;
    const { team } = this;
    const onCode = team && ((bytes: Uint8Array, count: number) => team.addCode(bytes, count));
    this.library = kernels ? new KernelLibrary(this.heap.memory, shared ? sharedMemoryImport : memoryImport, onCode) : null;
  }

  #newTeam(threads: number): ThreadTeam {
    const { heap } = this;
    const { module, name } = sharedMemoryImport;
    const allocate = (bytes: number, what: string): number => this.allocate(bytes, what);
    return new ThreadTeam({ memory: heap.memory, words: () => heap.views.i32 as Int32Array, allocate, module, name }, threads);
  }

  get views(): Readonly<Record<StorageKind, TypedArray>> {
    return this.heap.views;
  }

  /**
   * The address of a new block, at a multiple of 64. Throws ResourceExhaustedError where the memory cannot grow enough, with `needs`, what the block is
   * made of.
   */
  allocate(bytes: number, what: string, needs: () => string = () => ''): number {
    const size = align(Math.max(bytes, 1));
    let start = firstAddress;
    let at = 0;
    for (; at < this.#used.length && start + size > this.#used[at].start; at++) start = this.#used[at].end;
    if (!this.heap.reserve(start + size)) throw this.#full(bytes, what, needs());
    this.#used.splice(at, 0, { start, end: start + size });
    return start;
  }
  free(address: number): void {
    this.#used = this.#used.filter((b) => b.start !== address);
  }

  #full(bytes: number, what: string, needs: string): Error {
    const used = this.#used.reduce((sum, b) => sum + b.end - b.start, 0);
    const free = Math.max(0, this.heap.largest - used);
    const message = `${what} needs ${bytes} bytes; the memory of programs has ${free} left: it holds ${used} bytes and may grow to ${this.heap.largest}`;
    return failure('limit', { op: 'run', message: needs ? `${message}. ${needs}` : message, hint: 'smaller batches' });
  }

  /**
   * Runs `body` with a region of at least this many bytes. A program called from within another one gets a region of its own; the common one keeps
   * what its last owner left there.
   */
  withScratch<T>(bytes: number, what: string, needs: () => string, body: (address: number) => T): T {
    if (this.#busy) {
      const address = this.allocate(bytes, what, needs);
      try {
        return body(address);
      } finally {
        this.free(address);
      }
    }
    const region = this.#region(bytes, what, needs);
    this.#busy = true;
    try {
      return body(region.start);
    } finally {
      this.#busy = false;
    }
  }

  #region(bytes: number, what: string, needs: () => string): Block {
    const old = this.#scratch;
    if (old && old.end - old.start >= bytes) return old;
    if (old) this.free(old.start);
    this.#scratch = null;
    this.owner = null;
    const start = this.allocate(bytes, what, needs);
    this.#scratch = { start, end: start + align(bytes) };
    return this.#scratch;
  }

  copyWithin(to: number, from: number, bytes: number): void {
    (this.views.u8 as Uint8Array).copyWithin(to, from, from + bytes);
  }
}

/** A window of an element type's storage on the memory. `address` is a multiple of the element's size. */
export function windowOn(memory: ProgramMemory, kind: StorageKind, address: number, slots: number): TypedArray {
  const view = memory.views[kind];
  const first = address / view.BYTES_PER_ELEMENT;
  return view.subarray(first, first + slots);
}
