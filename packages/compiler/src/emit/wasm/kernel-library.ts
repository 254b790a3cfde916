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
    const missing = new Map(kernels.filter((k) => !this.#compiled.has(k.key)).map((k) => [k.key, k]));
    if (missing.size > 0) this.#compile([...missing.values()]);
    return kernels.map((k) => this.#compiled.get(k.key) ?? unreachable(`kernel ${k.key} was not compiled`));
  }

  #compile(kernels: readonly KernelSource[]): void {
    const builder = new ModuleBuilder(this.#import);
    kernels.forEach((kernel, i) => builder.export(kernel.define(builder), `k${i}`));
    const bytes = builder.finish();
    const module = new WebAssembly.Module(bytes);
    const { exports } = new WebAssembly.Instance(module, { [this.#import.module]: { [this.#import.name]: this.#memory } });
    kernels.forEach((kernel, i) => {
      this.#compiled.set(kernel.key, exports[`k${i}`] as KernelFunction);
      this.#numbers.set(kernel.key, this.#numbers.size);
    });
    this.#onCode?.(bytes, kernels.length);
  }
}
