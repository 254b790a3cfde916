/** What a program is compiled for. Equal targets run equal code. */
import { deviceChain } from '../devices/chain.ts';
import { wasmFeatures } from '../devices/wasm/features.ts';
import { threadCount } from '../threads/host.ts';

export interface Target {
  /** Whether there are compiled kernels: the wasm device. */
  readonly kernels: boolean;
  readonly threads: number;
}

export const hasKernels = (): boolean => deviceChain()[0].name === 'wasm';

/** The device in use. `threads`: see `CompileOptions`. */
export function currentTarget(threads?: number): Target {
  const kernels = hasKernels();
  return { kernels, threads: threads ?? (kernels ? threadCount() : 1) };
}

/** A target as text: device, features that code may use, threads. */
export function showTarget({ kernels, threads }: Target): string {
  if (!kernels) return 'js';
  const { relaxedSimd } = wasmFeatures();
  return `wasm simd${relaxedSimd ? ' relaxed-simd' : ''} threads=${threads}`;
}
