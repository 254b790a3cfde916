/** Kernels compiled on demand over one memory: a batch of new kernels is one module, and each kernel is compiled once. */
import { unreachable } from '@millrace/ir';
import type { KernelSource } from '../../schedules/kernel.ts';
import { type MemoryImport, ModuleBuilder } from './module-builder.ts';

/** A compiled kernel: the address of its descriptor, and the number of the thread. */
export type KernelFunction = (descriptor: number, thread: number) => void;

export const memoryImport: MemoryImport = { module: 'millrace', name: 'memory', minimum: 1 };
/** The import of a memory that threads share. */
export const sharedMemoryImport: MemoryImport = { ...memoryImport, maximum: 65536, shared: true };

/** Is told the bytes of each module of new kernels, and how many kernels it has: exports k0, k1, … */
export type CodeListener = (bytes: Uint8Array, kernels: number) => void;

export class KernelLibrary {
  readonly #memory: WebAssembly.Memory;
  readonly #import: MemoryImport;
  readonly #compiled: Map<string, KernelFunction> = new Map();
  /** Numbers of kernels in the order in which they were compiled. */
  readonly #numbers: Map<string, number> = new Map();
  readonly #onCode: CodeListener | null;
  /** Exports of all modules so far. */
  #loaded: number = 0;
  constructor(memory: WebAssembly.Memory, memoryType: MemoryImport = memoryImport, onCode: CodeListener | null = null) {
    this.#memory = memory;
    this.#import = memoryType;
    this.#onCode = onCode;
  }

  /** The number of a compiled kernel, counted from 0 over all modules. */
  numberOf(kernel: KernelSource): number {
    return this.#numbers.get(kernel.key) ?? unreachable(`kernel ${kernel.key} was not compiled`);
  }

  /** How many kernels were compiled. */
  get size(): number {
    return this.#compiled.size;
  }

  /** The functions of these kernels, in order; what is missing is compiled as one module. */
  functions(kernels: readonly KernelSource[]): KernelFunction[] {
    const missing = kernels.filter((k) => !this.#compiled.has(k.key));
    if (missing.length > 0) this.load(this.emit(missing));
    return kernels.map((k) => this.#compiled.get(k.key) ?? unreachable(`kernel ${k.key} was not compiled`));
  }

  /** The module of these kernels for the memory of this library. */
  emit(kernels: readonly KernelSource[]): KernelModule {
    return emitKernels(kernels, this.#import);
  }

  /**
   * Takes in the kernels of a module that are missing here. Throws CompileError or LinkError (of WebAssembly) for bytes that are no such module, and
   * then takes in nothing.
   */
  load({ bytes, keys }: KernelModule): void {
    if (keys.every((key) => this.#compiled.has(key))) return;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { [this.#import.module]: { [this.#import.name]: this.#memory } });
    const functions = keys.map((_, i) => exports[exportName(i)]);
    if (functions.some((f) => typeof f !== 'function')) throw new WebAssembly.LinkError('the module does not export its kernels');
    keys.forEach((key, i) => {
      // numbers count all exports, as workers do, but a kernel keeps the first one
      if (!this.#compiled.has(key)) {
        this.#compiled.set(key, functions[i] as KernelFunction);
        this.#numbers.set(key, this.#loaded + i);
      }
    });
    this.#loaded += keys.length;
    this.#onCode?.(bytes, keys.length);
  }
}

/** Code of several kernels: one module that exports k0, k1, … in the order of their keys. */
export interface KernelModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly keys: readonly string[];
}

/** The name under which a module of kernels exports the one at this place. */
export const exportName = (index: number): string => `k${index}`;

/** One module of these kernels, each once. */
export function emitKernels(kernels: readonly KernelSource[], memory: MemoryImport): KernelModule {
  const builder = new ModuleBuilder(memory);
  const unique = new Map(kernels.map((k) => [k.key, k]));
  [...unique.values()].forEach((kernel, i) => builder.export(kernel.define(builder), exportName(i)));
  return { bytes: builder.finish(), keys: [...unique.keys()] };
}
