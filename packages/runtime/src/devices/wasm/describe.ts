/** What `millrace doctor` says about the wasm device. */
import { wasmFeatures } from './features.ts';

export interface WasmDescription {
  readonly available: boolean;
  /** Why the device is absent, or what it would need to be faster; empty where there is nothing to say. */
  readonly notes: readonly string[];
}

/** Whether the wasm device is there, and what the host lacks. */
export function describeWasm(): WasmDescription {
  const { simd, relaxedSimd } = wasmFeatures();
  if (!simd) return { available: false, notes: ['this host has no WebAssembly with SIMD; kernels run on the js device'] };
  const fused = relaxedSimd
    ? 'relaxed SIMD: yes (fused multiply-add stays off, so that results are equal on all machines)'
    : 'relaxed SIMD: no (Node 20 needs --experimental-wasm-relaxed-simd)';
  return { available: true, notes: ['SIMD: yes', fused, 'threads: 1 (eager kernels run on one thread)'] };
}
