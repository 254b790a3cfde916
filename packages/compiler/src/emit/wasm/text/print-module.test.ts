/** Modules as text: wabt reads ours and finds the module that we printed. */
import { f32, scalarInput } from '@millrace/ir';
import { describe, expect, it } from 'vitest';
import wabt from 'wabt';
import { rowMajor } from '../../../schedules/layout.ts';
import { planOperation } from '../../../schedules/plan.ts';
import { planPointwise } from '../../../schedules/pointwise.ts';
import { choose, f32 as f32Constant, f64, i32, i32x4, i64, op, shuffleWords } from '../expr.ts';
import { emitKernels, memoryImport, sharedMemoryImport } from '../kernel-library.ts';
import { ModuleBuilder } from '../module-builder.ts';
import { printWasmModule } from './print-module.ts';

const features = { simd: true, bulk_memory: true, threads: true } as never;

/** Both sides as wabt writes them: without names, so that only the code counts. */
async function roundTrip(bytes: Uint8Array): Promise<readonly [ours: string, theirs: string]> {
  const tool = await wabt();
  const { buffer } = tool.parseWat('ours.wat', printWasmModule(bytes), features).toBinary({});
  return [tool.readWasm(buffer, features).toText({}), tool.readWasm(bytes, features).toText({})];
}

describe('the text of a module', () => {
  it('holds every constant with its bits', async () => {
    const m = new ModuleBuilder(null);
    for (const value of [0, -0, 1.5, 0.1, -3.4028234663852886e38, 1.401298464324817e-45, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      m.export(m.function(`f(${value})`, [], 'f32', (f) => f.result(f32Constant(value))));
      m.function(`f(${value})`, [], 'f64', (f) => f.result(f64(value)));
    }
    for (const value of [0, 1, -1, 63, 64, -64, -65, 2 ** 31 - 1, -(2 ** 31)]) m.function('i', [], 'i32', (f) => f.result(i32(value)));
    for (const value of [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n)]) m.function('l', [], 'i64', (f) => f.result(i64(value)));
    m.function('v', ['v128', 'i32'], 'v128', (f) => {
      const [v, c] = f.parameters;
      f.if(
        c,
        () => f.set(v, i32x4(1, -2, 3, 4)),
        () => f.return(v),
      );
      f.while(
        () => c,
        () => f.set(c, op('i32.sub', c, i32(1))),
      );
      f.result(choose(c, v, shuffleWords(v, v, [3, 2, 1, 0])));
    });
    const [ours, theirs] = await roundTrip(m.finish());
    expect(ours).toBe(theirs);
  });

  it('is that of the kernels of a product, a sum and an activation', async () => {
    const [square, row] = [rowMajor(f32, [33, 33]), rowMajor(f32, [33])];
    const index = (axis: number) => ({ terms: [{ axis, coefficient: 1 }], offset: 0, divisor: 1 });
    const product = planOperation({
      lowered: { form: 'contract', extents: [33], lhs: [index(0), index(2)], rhs: [index(2), index(1)] },
      attributes: {},
      regions: [],
      operands: [square, square],
      results: [square],
    });
    const sum = planOperation({
      lowered: { form: 'reduce', combiner: 'add', extents: [33], maps: [[index(0), index(1)]], prologue: scalarInput(0), initial: 1 },
      attributes: {},
      regions: [],
      operands: [square, rowMajor(f32, [])],
      results: [row],
    });
    const activation = planPointwise({ form: 'pointwise', results: [scalarInput(0).tanh()] }, [row], [33], [f32]);
    const kernels = [...product!.calls, ...sum!.calls].map((c) => c.kernel).concat(activation!.kernel);
    for (const memory of [memoryImport, sharedMemoryImport]) {
      const [ours, theirs] = await roundTrip(emitKernels(kernels, memory).bytes);
      expect(ours).toBe(theirs);
    }
  });

  it('has notes in front of what is exported', () => {
    const m = new ModuleBuilder(memoryImport);
    m.export(
      m.function('add one', ['i32', 'i32'], null, (f) => f.increase(f.parameters[0], 1)),
      'k0',
    );
    expect(printWasmModule(m.finish(), (name) => [`about ${name}`])).toBe(`(module
  (import "millrace" "memory" (memory 1))
  ;; about k0
  (func $add_one (export "k0") (param i32 i32)
    local.get 0
    i32.const 1
    i32.add
    local.set 0
  )
)`);
  });

  it('ends where the module is cut off', () => {
    const m = new ModuleBuilder(memoryImport);
    m.function('f', [], 'i32', (f) => f.result(i32(1)));
    expect(() => printWasmModule(m.finish().slice(0, -4))).toThrow(/a module ends within an item/);
  });
});
