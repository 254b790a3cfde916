/** What a schedule makes: kernels by content, and calls of them with descriptors. */
import type { FunctionRef } from '../emit/wasm/function-builder.ts';
import type { ModuleBuilder } from '../emit/wasm/module-builder.ts';

/**
 * A kernel as source: `(descriptor: i32, thread: i32) → void`. Equal keys mean equal code, so a key holds everything that the code
 * depends on; sizes, strides and addresses are not in it but in descriptors.
 */
export interface KernelSource {
  readonly key: string;
  readonly define: (module: ModuleBuilder) => FunctionRef;
}

/** A place in a plan: byte `offset` of buffer `buffer`. Buffers are inputs, then results, then scratch. */
export interface Place {
  readonly buffer: number;
  readonly offset: number;
}
export type DescriptorField = number | Place;

/** One entry of a kernel table: a kernel with its descriptor. */
export interface KernelCall {
  readonly kernel: KernelSource;
  readonly descriptor: readonly DescriptorField[];
}

export interface PlannedBuffer {
  readonly bytes: number;
  /** Constant contents, for index tables. */
  readonly data?: Int32Array;
}

/** The calls of one operation, in order, and the buffers they use. */
export interface OperationPlan {
  readonly inputs: number;
  readonly results: number;
  readonly buffers: readonly PlannedBuffer[];
  readonly calls: readonly KernelCall[];
  /** Rough count of element operations, for the choice of a device. */
  readonly work: number;
}

export const place = (buffer: number, offset: number = 0): Place => ({ buffer, offset });
