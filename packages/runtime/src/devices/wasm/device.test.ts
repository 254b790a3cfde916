import { f32, primitives as p, tensorType } from '@millrace/ir';
import { describe, expect, it } from 'vitest';
import type { KernelRequest } from '../device.ts';
import { describeWasm } from './describe.ts';
import { wasmDevice, wasmKernel } from './device.ts';
import { wasmFeatures } from './features.ts';
import { Heap, largestHeap } from './heap.ts';

const request = (shape: readonly number[]): KernelRequest => {
  const type = tensorType(f32, shape);
  return { primitive: p.add, attributes: {}, lowered: p.add.lower([type, type], {}, []), operands: [type, type], results: [type], regions: [] };
};

describe('the wasm device', () => {
  it('leaves tiny tensors to the js device and takes large ones', () => {
    const device = wasmDevice();
    expect(device?.kernel(request([8]))).toBeNull();
    expect(device?.kernel(request([100_000]))).not.toBeNull();
  });
  it('has no kernel for empty results', () => expect(wasmKernel(request([0, 4]))).toBeNull());
  it('declines what its memory cannot hold', () => {
    // a move needs whole operands in memory: 2 GiB each
    const type = tensorType(f32, [1, 2 ** 29]);
    const lowered = p.transpose.lower([type], { permutation: [1, 0] }, []);
    const huge = {
      primitive: p.transpose,
      attributes: { permutation: [1, 0] },
      lowered,
      operands: [type],
      results: [tensorType(f32, [2 ** 29, 1])],
      regions: [],
    };
    expect(wasmKernel(huge)).toBeNull();
  });
  it('refuses fused multiply-add where the host has none, and makes the device where it has', () => {
    if (wasmFeatures().relaxedSimd) expect(wasmDevice({ fusedMultiplyAdd: true })).not.toBeNull();
    else expect(() => wasmDevice({ fusedMultiplyAdd: true })).toThrow(/relaxed SIMD/);
    expect(() => wasmDevice({ fused: true } as never)).toThrow(/fusedMultiplyAdd/);
  });
  it('says what the host can do', () => {
    expect(describeWasm().available).toBe(wasmFeatures().simd);
    expect(describeWasm().notes.join()).toMatch(/relaxed SIMD|no WebAssembly with SIMD/);
  });
});

describe('the staging memory', () => {
  it('grows, makes its views anew and stops at the cap', () => {
    const heap = new Heap();
    const before = heap.views;
    expect(heap.reserve(300_000)).toBe(true);
    expect(heap.bytes).toBeGreaterThanOrEqual(300_000);
    expect(Object.is(heap.views, before)).toBe(false);
    expect(heap.views.f32.byteLength).toBe(heap.bytes);
    expect(heap.reserve(1000)).toBe(true);
    expect(heap.reserve(largestHeap + 1)).toBe(false);
  });
});
