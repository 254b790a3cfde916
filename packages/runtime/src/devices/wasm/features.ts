/** What the host's WebAssembly can do, found by validating small modules. */
import { simdProbe } from '@millrace/compiler';

export interface WasmFeatures {
  readonly simd: boolean;
  readonly relaxedSimd: boolean;
}

let found: WasmFeatures | undefined;

/** Features of this host; all false without WebAssembly. */
export function wasmFeatures(): WasmFeatures {
  if (!found) {
    const has = (kind: 'simd' | 'relaxed'): boolean => typeof WebAssembly === 'object' && WebAssembly.validate(simdProbe(kind));
    found = { simd: has('simd'), relaxedSimd: has('relaxed') };
  }
  return found;
}
