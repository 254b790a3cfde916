/** Collects the buffers and calls of a plan. */
import type { DescriptorField, KernelCall, KernelSource, OperationPlan, PlannedBuffer, Split } from './kernel.ts';
import { elementCount, extentOf, type OperandLayout } from './layout.ts';

/** What a planner gets: layouts of the operands, and row-major results. */
export interface PlanOperands {
  readonly operands: readonly OperandLayout[];
  readonly results: readonly OperandLayout[];
  /** Contractions may use fused multiply-add: faster, but not the same bits as without. */
  readonly fused?: boolean;
}

export class PlanBuilder {
  readonly #inputs: number;
  readonly #results: number;
  readonly #buffers: PlannedBuffer[];
  readonly #calls: KernelCall[] = [];
  constructor({ operands, results }: PlanOperands) {
    this.#inputs = operands.length;
    this.#results = results.length;
    this.#buffers = [
      ...operands.map((o) => ({ bytes: extentOf(o) * o.element.bytes })),
      ...results.map((r) => ({ bytes: elementCount(r.shape) * r.element.bytes })),
    ];
  }

  /** The buffer of result `k`. */
  result(k: number = 0): number {
    return this.#inputs + k;
  }
  /** A buffer for intermediate values; its contents are undefined at first. */
  scratch(bytes: number): number {
    return this.#buffers.push({ bytes }) - 1;
  }
  /** A buffer with constant contents. */
  table(data: Int32Array): number {
    return this.#buffers.push({ bytes: data.byteLength, data }) - 1;
  }
  call(kernel: KernelSource, descriptor: readonly DescriptorField[], split?: Split): void {
    this.#calls.push({ kernel, descriptor, split });
  }
  /** The plan; `work` counts additions, multiplications and moved elements. */
  finish(work: number, inPlace?: OperationPlan['inPlace']): OperationPlan {
    return { inputs: this.#inputs, results: this.#results, buffers: this.#buffers, calls: this.#calls, work, inPlace };
  }
}
