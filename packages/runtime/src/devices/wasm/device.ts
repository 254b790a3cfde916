/**
 * The eager WASM device: SIMD kernels generated from the lowering algebra, run in a private staging memory (notes N9). It takes what it
 * does faster than the js device by more than the copies cost, and declines the rest.
 */
import { KernelLibrary, planOperation, planPointwise } from '@millrace/compiler';
import { checkOptions, failure, staticShape } from '@millrace/ir';
import type { Storage } from '../../memory/storage.ts';
import type { Device, Kernel, KernelRequest } from '../device.ts';
import { wasmFeatures } from './features.ts';
import { Heap } from './heap.ts';
import { layoutKey, rowMajorLayout, rowMajorOperand, type StagedOperand, stagedOperand } from './operands.ts';
import { pointwiseStaged } from './pointwise-kernel.ts';
import { stagedKernel } from './staged-kernel.ts';
import { pays, pointwisePays } from './thresholds.ts';

interface Machine {
  readonly heap: Heap;
  readonly library: KernelLibrary;
}
let machine: Machine | undefined;

/** Memory and compiled kernels, made at the first use. */
function theMachine(): Machine {
  if (!machine) {
    const heap = new Heap();
    machine = { heap, library: new KernelLibrary(heap.memory) };
  }
  return machine;
}

interface Choices {
  /** Take what there is a schedule for, also where the js device would be faster. */
  readonly forced: boolean;
  /** Contract with fused multiply-add. */
  readonly fused: boolean;
}

/** A kernel for operands of these layouts, or null. */
function kernelFor(request: KernelRequest, operands: readonly StagedOperand[], { forced, fused }: Choices): Kernel | null {
  const { lowered, results, attributes, regions } = request;
  const layouts = operands.map((o) => o.layout);
  if (results.some((r) => r.size === 0) || results.length === 0) return null;
  const { heap, library } = theMachine();
  if (lowered.form === 'pointwise') {
    if (!forced && !pointwisePays(lowered, results[0].size)) return null;
    const plan = planPointwise(
      lowered,
      layouts,
      staticShape(results[0]),
      results.map((r) => r.element),
    );
    return plan && pointwiseStaged(plan, operands, heap, library);
  }
  const plan = planOperation({ lowered, attributes, regions, operands: layouts, results: results.map(rowMajorLayout), fused });
  if (!plan || !(forced || pays(plan))) return null;
  return stagedKernel(plan, operands, results, heap, library);
}

function kernelOf(request: KernelRequest, choices: Choices): Kernel | null {
  const { operands } = request;
  const plain = kernelFor(request, operands.map(rowMajorOperand), choices);
  if (!plain) return null;
  const strided = new Map<string, Kernel>();
  return (inputs: readonly Storage[], outputs): void => {
    const key = layoutKey(inputs);
    if (key === '') {
      plain(inputs, outputs);
      return;
    }
    let kernel = strided.get(key);
    if (!kernel) {
      const staged = operands.map((type, i) => stagedOperand(inputs[i], type));
      // Where the strides have no schedule, the row-major kernel copies its inputs first.
      strided.set(key, (kernel = kernelFor(request, staged, { ...choices, forced: true }) ?? plain));
    }
    kernel(inputs, outputs);
  };
}

export interface WasmDeviceOptions {
  /**
   * Contractions use the fused multiply-add of relaxed SIMD: about 15% faster, with results that differ in the last bits between machines.
   * Default false.
   */
  readonly fusedMultiplyAdd?: boolean;
}

/**
 * The device where the host has WebAssembly with SIMD, else null. Throws UnimplementedError where fused multiply-add is asked for and the host
 * has no relaxed SIMD.
 */
export function wasmDevice(options: WasmDeviceOptions = {}): Device | null {
  checkOptions('wasmDevice', options, ['fusedMultiplyAdd']);
  const { simd, relaxedSimd } = wasmFeatures();
  const fused = options.fusedMultiplyAdd ?? false;
  if (fused && !relaxedSimd) {
    const hint = 'Node 20 has it behind --experimental-wasm-relaxed-simd';
    throw failure('unimplemented', { op: 'wasmDevice', message: 'this host has no relaxed SIMD, which fused multiply-add needs', hint });
  }
  return simd ? { name: 'wasm', kernel: (request) => kernelOf(request, { forced: false, fused }) } : null;
}

/** A kernel wherever there is a schedule, also where the js device would be faster: for tests. */
export const wasmKernel = (request: KernelRequest): Kernel | null => kernelOf(request, { forced: true, fused: false });
