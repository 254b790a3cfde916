import { describe, expect, it } from 'vitest';
import wabt from 'wabt';
import { ByteWriter } from './byte-writer.ts';
import {
  add,
  choose,
  type Effect,
  type Expr,
  eq,
  f32x4,
  f64,
  i32,
  i64,
  lane,
  load,
  loadLane,
  memoryCopy,
  memoryFill,
  mul,
  op,
  shuffleWords,
  store,
  storeLane,
} from './expr.ts';
import { call } from './function-builder.ts';
import { ModuleBuilder } from './module-builder.ts';
import { type OpcodeRow, type OpName, opcodes } from './opcodes.ts';

const instantiate = (module: ModuleBuilder, memory?: WebAssembly.Memory): Record<string, CallableFunction> =>
  new WebAssembly.Instance(new WebAssembly.Module(module.finish()), memory ? { env: { memory } } : {}).exports as Record<string, CallableFunction>;

const bytesOf = (write: (w: ByteWriter) => void): number[] => {
  const w = new ByteWriter();
  write(w);
  return [...w.view()];
};

describe('LEB128', () => {
  // values and bytes from the DWARF standard, appendix C, and from two's complement by hand
  it.each([
    [2, [2]],
    [127, [127]],
    [128, [0x80, 1]],
    [12857, [0xb9, 0x64]],
    [0xffffffff, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('encodes %d unsigned', (value, bytes) => expect(bytesOf((w) => w.u32(value))).toEqual(bytes));
  it.each([
    [2, [2]],
    [-2, [0x7e]],
    [127, [0xff, 0]],
    [-127, [0x81, 0x7f]],
    [128, [0x80, 1]],
    [-128, [0x80, 0x7f]],
    [-2147483648, [0x80, 0x80, 0x80, 0x80, 0x78]],
  ])('encodes %d signed', (value, bytes) => {
    expect(bytesOf((w) => w.s32(value))).toEqual(bytes);
    expect(bytesOf((w) => w.s64(BigInt(value)))).toEqual(bytes);
  });
});

describe('modules', () => {
  it('run loops, calls and choices', () => {
    const m = new ModuleBuilder(null);
    const square = m.function('square', ['i32'], 'i32', (f) => f.result(mul(f.parameters[0], f.parameters[0])));
    const sum = m.function('sum', ['i32'], 'i32', (f) => {
      const [total, i] = [f.local('i32'), f.local('i32')];
      f.for(i, 0, f.parameters[0], 1, () => f.increase(total, call(square, i)));
      f.result(total);
    });
    const gcd = m.function('gcd', ['i32', 'i32'], 'i32', (f) => {
      const [a, b] = f.parameters;
      f.while(
        () => choose(eq(b, 0), i32(0), i32(1)),
        () => {
          const rest = f.let(op('i32.rem_u', a, b));
          f.set(a, b);
          f.set(b, rest);
        },
      );
      f.result(a);
    });
    for (const f of [sum, gcd]) m.export(f);
    const run = instantiate(m);
    expect(run.sum(5)).toBe(30);
    expect(run.sum(0)).toBe(0);
    expect(run.gcd(1071, 462)).toBe(21);
  });

  it('share a memory and move vectors', () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const m = new ModuleBuilder({ module: 'env', name: 'memory', minimum: 1 });
    m.export(
      m.function('reverse', ['i32'], null, (f) => {
        const v = f.let(load('v128.load', f.parameters[0]));
        f.do(store('v128.store', f.parameters[0], shuffleWords(v, v, [3, 2, 1, 0]), 16));
        f.do(storeLane('v128.store32_lane', 1, f.parameters[0], op('f32x4.add', v, f32x4(0.5)), 32));
        f.do(memoryCopy(add(f.parameters[0], 36), f.parameters[0], i32(4)));
      }),
    );
    const data = new Float32Array(memory.buffer);
    data.set([1, 2, 3, 4]);
    instantiate(m, memory).reverse(0);
    expect([...data.subarray(4, 10)]).toEqual([4, 3, 2, 1, 2.5, 1]);
  });

  it('keep 64-bit constants exact', () => {
    const m = new ModuleBuilder(null);
    m.export(m.function('long', [], 'i64', (f) => f.result(i64(-0x123456789abcdef0n))));
    m.export(m.function('double', [], 'f64', (f) => f.result(f64(Math.PI))));
    expect(instantiate(m).long()).toBe(-0x123456789abcdef0n);
    expect(instantiate(m).double()).toBe(Math.PI);
  });

  it('refuse operands of the wrong type while building', () => {
    const m = new ModuleBuilder(null);
    expect(() => m.function('bad', [], null, (f) => f.set(f.local('i32'), op('f32.add', f64(1), f64(2))))).toThrow(/f32\.add takes \(f32, f32\)/);
    expect(() => m.function('bad', [], null, (f) => f.set(f.local('i32'), f64(1)))).toThrow(/f64 was assigned to a i32/);
  });
});

/** One use of an instruction on zeros, as an effect or a value. */
function useOf(name: OpName): Expr | Effect {
  const [, signature, immediate] = opcodes[name] as OpcodeRow;
  const zeros: Readonly<Record<string, Expr>> = { i: i32(0), l: i64(0n), f: op('f32.reinterpret_i32', i32(0)), d: f64(0), v: f32x4(0) };
  const [operands, result] = signature.split(':');
  const args = [...operands].map((c) => zeros[c]);
  if (name === 'memory.copy') return memoryCopy(args[0], args[1], args[2]);
  if (name === 'memory.fill') return memoryFill(args[0], args[1], args[2]);
  if (immediate === 'lane') return lane(name, 0, ...args);
  if (immediate === undefined) return op(name, ...args);
  if (immediate === 'memoryLane') return result === '' ? storeLane(name, 0, args[0], args[1]) : loadLane(name, 0, args[0], args[1]);
  return result === '' ? store(name, args[0], args[1]) : load(name, args[0]);
}

describe('opcodes', () => {
  // wabt is the oracle: it knows each instruction by its number, checks its operands and prints its name
  it('have the names and signatures that wabt gives them', async () => {
    const tool = await wabt();
    for (const name of Object.keys(opcodes) as OpName[]) {
      const m = new ModuleBuilder({ module: 'env', name: 'memory', minimum: 1 });
      m.function('f', [], null, (f) => {
        const use = useOf(name);
        if (use.type === null) f.do(use as Effect);
        else f.let(use as Expr);
      });
      const features = { simd: true, relaxed_simd: true, bulk_memory: true } as never;
      const read = tool.readWasm(m.finish(), features);
      read.validate();
      expect(read.toText({}), name).toMatch(new RegExp(`\\b${name.replace('.', '\\.')}\\b`));
    }
  });
});
