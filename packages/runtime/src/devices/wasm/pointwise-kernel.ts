/** Runs pointwise plans: flat ones block by block, so that the staging memory stays in the cache, others as a whole. */
import { extentOf, type KernelLibrary, type PointwisePlan, pointwiseFields } from '@millrace/compiler';
import type { StorageKind, TensorType, TypedArray } from '@millrace/ir';
import type { Storage } from '../../memory/storage.ts';
import type { Kernel } from '../device.ts';
import { type Heap, slackBytes } from './heap.ts';
import { blockOf, type StagedOperand } from './operands.ts';

const descriptorAddress = 64;
const firstBuffer = 512;
/** Elements a block: with four streams 256 KiB, within the second-level cache. */
const blockElements = 16384;

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;

interface Stream {
  readonly kind: StorageKind;
  readonly bytes: number;
  readonly address: number;
  /** Elements in memory; for a flat plan those of one block. */
  readonly count: number;
  /** First element within the operand's block. */
  readonly start: number;
  /** Stands still along a flat plan. */
  readonly still: boolean;
}

/** A kernel for a pointwise plan, or null where it would need more staging memory than there may be. */
export function pointwiseStaged(plan: PointwisePlan, operands: readonly StagedOperand[], heap: Heap, library: KernelLibrary): Kernel | null {
  const flat = plan.nest.sizes.length === 1;
  const total = plan.nest.sizes.reduce((a, b) => a * b, 1);
  let end = firstBuffer;
  const reserve = (element: TensorType['element'], count: number, start: number, still: boolean): Stream => {
    const stream = { kind: element.storage, bytes: element.bytes, address: end, count, start, still };
    end = align(end + count * element.bytes + 16);
    return stream;
  };
  const ins = plan.inputs.map((element, i) => {
    const still = flat && plan.nest.strides[i][0] === 0;
    const count = still ? 1 : flat ? Math.min(total, blockElements) : extentOf(operands[i].layout);
    return reserve(element, count, plan.starts[i], still);
  });
  const outs = plan.results.map((element) => reserve(element, flat ? Math.min(total, blockElements) : total, 0, false));
  const bytes = end + slackBytes;
  if (!heap.reserve(bytes)) return null;
  const [run] = library.functions([plan.kernel]);
  const addresses = [...ins.map((s, i) => s.address + (flat ? 0 : plan.starts[i] * plan.inputs[i].bytes)), ...outs.map((s) => s.address)];
  const descriptor = new Int32Array(pointwiseFields(plan, addresses));
  const shiftOf = (s: Stream): number => 31 - Math.clz32(s.bytes);

  function load(stream: Stream, data: TypedArray, from: number, count: number): void {
    const view = heap.views[stream.kind] as Float32Array;
    const at = stream.address >> shiftOf(stream);
    if (count === 1) view[at] = data[from] as number;
    else view.set((from === 0 && data.length === count ? data : data.subarray(from, from + count)) as Float32Array, at);
  }
  function unload(stream: Stream, target: TypedArray, to: number, count: number): void {
    const at = stream.address >> shiftOf(stream);
    (target as Float32Array).set((heap.views[stream.kind] as Float32Array).subarray(at, at + count), to);
  }

  return (inputs: readonly Storage[], outputs: readonly TypedArray[]): void => {
    heap.owner = plan;
    const ints = heap.views.i32 as Int32Array;
    ints.set(descriptor, descriptorAddress >> 2);
    const blocks: TypedArray[] = new Array(ins.length);
    for (let i = 0; i < ins.length; i++) blocks[i] = blockOf(inputs[i], operands[i], extentOf(operands[i].layout));
    if (!flat) {
      for (let i = 0; i < ins.length; i++) load(ins[i], blocks[i], 0, ins[i].count);
      run(descriptorAddress, 0);
      for (let k = 0; k < outs.length; k++) unload(outs[k], outputs[k], 0, total);
      return;
    }
    for (let i = 0; i < ins.length; i++) if (ins[i].still) load(ins[i], blocks[i], ins[i].start, 1);
    for (let done = 0; done < total; done += blockElements) {
      const count = Math.min(blockElements, total - done);
      ints[descriptorAddress >> 2] = count;
      for (let i = 0; i < ins.length; i++) if (!ins[i].still) load(ins[i], blocks[i], ins[i].start + done, count);
      run(descriptorAddress, 0);
      for (let k = 0; k < outs.length; k++) unload(outs[k], outputs[k], done, count);
    }
  };
}
