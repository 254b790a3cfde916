/** Runs a plan in the staging memory: operands in, kernels, results out. Addresses are fixed when the plan is bound. */
import { type DescriptorField, extentOf, type KernelFunction, type KernelLibrary, type OperationPlan } from '@millrace/compiler';
import type { StorageKind, TensorType, TypedArray } from '@millrace/ir';
import type { Storage } from '../../memory/storage.ts';
import type { Kernel } from '../device.ts';
import { type Heap, slackBytes } from './heap.ts';
import { blockOf, type StagedOperand } from './operands.ts';

/** Address 0 stays unused; descriptors start here. */
const firstAddress = 64;
const alignment = 64;
const align = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

/** Where everything of a plan lies, from the start of the memory. */
interface Placement {
  readonly addresses: readonly number[];
  /** Descriptor words of all calls, and the address of each call's. */
  readonly words: Int32Array;
  readonly descriptors: readonly number[];
  readonly bytes: number;
}

function placePlan(plan: OperationPlan): Placement {
  const descriptors: number[] = [];
  let end = firstAddress;
  for (const call of plan.calls) {
    descriptors.push(end);
    end += 4 * call.descriptor.length;
  }
  const wordCount = (end - firstAddress) / 4;
  const addresses: number[] = [];
  for (const buffer of plan.buffers) {
    end = align(end);
    addresses.push(end);
    // Kernels may read a vector past a buffer's end and write none.
    end += buffer.bytes + 16;
  }
  const resolve = (field: DescriptorField): number => (typeof field === 'number' ? field : addresses[field.buffer] + field.offset);
  const words = new Int32Array(wordCount);
  let at = 0;
  for (const call of plan.calls) for (const field of call.descriptor) words[at++] = resolve(field);
  return { addresses, words, descriptors, bytes: end + slackBytes };
}

/** Bytes of staging memory that a plan needs. */
export const planBytes = (plan: OperationPlan): number => placePlan(plan).bytes;

interface Port {
  readonly kind: StorageKind;
  /** First slot in the view of that kind. */
  readonly first: number;
  readonly slots: number;
}

const shifts: Readonly<Record<StorageKind, number>> = { i8: 0, u8: 0, i16: 1, u16: 1, i32: 2, u32: 2, f32: 2, f64: 3, i64: 3, u64: 3 };

/** A kernel that runs `plan` for operands laid out like this, or null where the staging memory cannot hold it. */
export function stagedKernel(
  plan: OperationPlan,
  operands: readonly StagedOperand[],
  results: readonly TensorType[],
  heap: Heap,
  library: KernelLibrary,
): Kernel | null {
  const { addresses, words, descriptors, bytes } = placePlan(plan);
  if (!heap.reserve(bytes)) return null;
  const functions: readonly KernelFunction[] = library.functions(plan.calls.map((c) => c.kernel));
  const port = (type: TensorType, buffer: number, count: number): Port => {
    const { storage, lanes } = type.element;
    return { kind: storage, first: addresses[buffer] >> shifts[storage], slots: count * lanes };
  };
  const ins = operands.map(({ type, layout }, i) => port(type, i, extentOf(layout)));
  const outs = results.map((type, k) => port(type, plan.inputs + k, type.size));
  const tables = plan.buffers.flatMap((b, i) => (b.data ? [{ data: b.data, first: addresses[i] >> 2 }] : []));
  return (inputs: readonly Storage[], outputs: readonly TypedArray[]): void => {
    const { views } = heap;
    if (heap.owner !== plan) {
      const ints = views.i32 as Int32Array;
      ints.set(words, firstAddress >> 2);
      for (const t of tables) ints.set(t.data, t.first);
      heap.owner = plan;
    }
    for (let i = 0; i < ins.length; i++) {
      const { kind, first, slots } = ins[i];
      (views[kind] as Float32Array).set(blockOf(inputs[i], operands[i], slots) as Float32Array, first);
    }
    for (let i = 0; i < functions.length; i++) functions[i](descriptors[i], 0);
    for (let k = 0; k < outs.length; k++) {
      const { kind, first, slots } = outs[k];
      (outputs[k] as Float32Array).set((views[kind] as Float32Array).subarray(first, first + slots));
    }
  };
}
