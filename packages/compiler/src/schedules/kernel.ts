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

/**
 * How a call can be cut into calls over parts of its extent, each with results of its own, so that threads can share the work. Kernels know nothing
 * of it: a part is a descriptor with other numbers. What an element of a result is does not depend on the cut.
 */
export interface Split {
  /** Field that holds the number of units. */
  readonly extent: number;
  /** Parts begin at multiples of this many units. */
  readonly multiple: number;
  /** Fields that grow by `step` for each unit before the part: a fraction, where `multiple` of them are whole. */
  readonly moves: readonly { readonly field: number; readonly step: number }[];
  /** Fields that hold `perUnit` times the units of the part. */
  readonly scaled?: readonly { readonly field: number; readonly perUnit: number }[];
  /** Fields with scratch memory, of which every part needs its own. */
  readonly own?: readonly number[];
}

/** One entry of a kernel table: a kernel with its descriptor. */
export interface KernelCall {
  readonly kernel: KernelSource;
  readonly descriptor: readonly DescriptorField[];
  readonly split?: Split;
}

/** A split by names of fields. */
export function splitBy<F extends string>(
  fields: readonly F[],
  split: {
    readonly extent: F;
    readonly multiple?: number;
    readonly moves: Partial<Readonly<Record<F, number>>>;
    readonly scaled?: Partial<Readonly<Record<F, number>>>;
    readonly own?: readonly F[];
  },
): Split {
  const entries = (record: Partial<Readonly<Record<F, number>>> = {}): (readonly [number, number])[] =>
    (Object.entries(record) as [F, number][]).map(([name, value]) => [fields.indexOf(name), value]);
  return {
    extent: fields.indexOf(split.extent),
    multiple: split.multiple ?? 1,
    moves: entries(split.moves).map(([field, step]) => ({ field, step })),
    scaled: entries(split.scaled).map(([field, perUnit]) => ({ field, perUnit })),
    own: (split.own ?? []).map((name) => fields.indexOf(name)),
  };
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
  /**
   * For each result the operands that may lie in its place if they are walked like it: every element of theirs is read before that element of any
   * result is written. Absent: none may.
   */
  readonly inPlace?: readonly (readonly number[])[];
}

export const place = (buffer: number, offset: number = 0): Place => ({ buffer, offset });
