/** Tiny modules that validate exactly where the host has a feature. */
import { f32x4, op } from './expr.ts';
import { ModuleBuilder } from './module-builder.ts';

/** Bytes for `WebAssembly.validate`: SIMD128, or relaxed SIMD's fused multiply-add. */
export function simdProbe(kind: 'simd' | 'relaxed'): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder(null);
  const one = f32x4(1);
  module.function('probe', [], 'v128', (f) => f.result(kind === 'simd' ? op('f32x4.add', one, one) : op('f32x4.relaxed_madd', one, one, one)));
  return module.finish();
}
