/**
 * What a device offers to eager execution: kernels for operations of known types. The builder keeps a kernel with the types that it was made
 * for and asks the next device in its chain where there is none.
 */
import type { Attributes, Lowered, Primitive, Program, TensorType, TypedArray } from '@millrace/ir';
import type { Storage } from '../memory/storage.ts';

export interface KernelRequest {
  readonly primitive: Primitive;
  readonly attributes: Attributes;
  /** The operation's lowering for these types. */
  readonly lowered: Lowered;
  readonly operands: readonly TensorType[];
  readonly results: readonly TensorType[];
  /** A region's arguments are its captures, then its own; captured values follow the operands in a kernel's inputs, region by region. */
  readonly regions: readonly Program[];
}

/**
 * Runs on row-major or strided inputs; fills fresh row-major outputs. Outputs hold anything before the call (they may be recycled), so a
 * kernel writes every element. Inputs are only read.
 */
export type Kernel = (inputs: readonly Storage[], outputs: readonly TypedArray[]) => void;

export interface Device {
  readonly name: 'js' | 'wasm';
  /** A kernel for these static types, or null when this device has none. */
  kernel(request: KernelRequest): Kernel | null;
}
