/** Programs as bytes: what was stored and read runs as what was compiled, and no bytes do harm. */
import { type Json, packRecord, unpackRecord } from '@millrace/compiler';
import { type Literal, OpError, type Program, plainHost, type TensorType } from '@millrace/ir';
import { parseModule } from '@millrace/ir/text';
import { drawLiteral, normal, Random, randomProgram, worstDifference } from '@millrace/testing';
import { describe, expect, test } from 'vitest';
import { setDevice } from '../src/devices/chain.ts';
import { EagerBuilder } from '../src/eager/eager-builder.ts';
import { contiguous, Storage } from '../src/memory/storage.ts';
import { compileProgram } from '../src/programs/compile.ts';
import type { Executable } from '../src/programs/executable.ts';
import { deserializeExecutable, serializeExecutable } from '../src/programs/serialize.ts';
import { unpackExecutable } from '../src/programs/stored.ts';

const builder = new EagerBuilder(plainHost);
const compile = (program: Program, threads?: number): Executable =>
  compileProgram({ name: 'f', program, states: 0, writes: [] }, builder, { threads, sharedFrom: 0 });

function results(executable: Executable, args: readonly Literal[]): readonly Literal[] {
  const inputs = args.map(({ type, data }) => ({ type, storage: new Storage(data, null, 0, true) }));
  return executable.run([], inputs).map(({ type, storage }) => ({ type, data: contiguous(storage, type) }));
}

const loop = `func.func @f(%n: tensor<i32>, %a: tensor<4x80xf32>) -> (tensor<4x80xf32>, tensor<4x80xf32>) {
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %one = stablehlo.constant dense<1> : tensor<i32>
  %table = stablehlo.constant dense<[1.0, 2.0, -0.0, 0x7FC00000]> : tensor<4xf32>
  %b = stablehlo.broadcast_in_dim %table, dims = [0] : (tensor<4xf32>) -> tensor<4x80xf32>
  %r:2 = stablehlo.while(%i = %n, %x = %a) : tensor<i32>, tensor<4x80xf32>
   cond {
    %c = stablehlo.compare GT, %i, %zero : (tensor<i32>, tensor<i32>) -> tensor<i1>
    stablehlo.return %c : tensor<i1>
  } do {
    %j = stablehlo.subtract %i, %one : tensor<i32>
    %y = stablehlo.add %x, %b : tensor<4x80xf32>
    stablehlo.return %j, %y : tensor<i32>, tensor<4x80xf32>
  }
  %s = "stablehlo.sort"(%a) ({
   ^bb0(%p: tensor<f32>, %q: tensor<f32>):
    %lt = stablehlo.compare LT, %p, %q : (tensor<f32>, tensor<f32>) -> tensor<i1>
    stablehlo.return %lt : tensor<i1>
  }) { dimension = 1 : i64, is_stable = true } : (tensor<4x80xf32>) -> tensor<4x80xf32>
  return %r#1, %s : tensor<4x80xf32>, tensor<4x80xf32>
}`;
const loopProgram = (): Program => parseModule(loop).functions[0].program;
const loopArguments = (program: Program): readonly Literal[] => {
  const random = new Random(7);
  return program.arguments.map((a) => drawLiteral(normal(), random, (a.type as TensorType).element, (a.type as TensorType).shape as number[]));
};

describe.each([
  ['js', 1],
  ['wasm', 1],
  ['wasm', 3],
] as const)('on %s with %d threads', (device, threads) => {
  test('random programs give the same bits after a round trip', () => {
    setDevice(device);
    for (let seed = 100; seed < 140; seed++) {
      const { program, args } = randomProgram(seed, 30);
      const executable = compile(program, threads);
      const bytes = serializeExecutable(executable);
      const again = deserializeExecutable(bytes, { threads });
      const want = results(executable, args);
      results(again, args).forEach((got, k) => expect(worstDifference(got, want[k], 0), `seed ${seed}, result ${k}`).toBeNull());
      expect(again.listing()).toBe(executable.listing());
      expect([again.cost(), again.memory()]).toEqual([executable.cost(), executable.memory()]);
    }
  });
  test('loops, constants and steps of the host survive', () => {
    setDevice(device);
    const program = loopProgram();
    const args = loopArguments(program);
    const executable = compile(program, threads);
    const again = deserializeExecutable(serializeExecutable(executable), { threads });
    const want = results(executable, args);
    results(again, args).forEach((got, k) => expect(worstDifference(got, want[k], 0)).toBeNull());
    expect(again.listing()).toMatch(/at module.mlir:\d+:\d+/);
    expect(() => again.spec).toThrow(/is not part of the bytes/);
  });
});

describe('bytes that are not what they should be', () => {
  const bytesOf = (): Uint8Array<ArrayBuffer> => {
    setDevice('wasm');
    return serializeExecutable(compile(loopProgram(), 1));
  };
  test('are refused for another device, another number of threads and another version', () => {
    const bytes = bytesOf();
    expect(() => deserializeExecutable(bytes, { threads: 2 })).toThrow(/made for the target wasm simd.* threads=1; this is .*threads=2/);
    setDevice('js');
    expect(() => deserializeExecutable(bytes)).toThrow(/this is js/);
    expect(() => unpackExecutable(bytes, null, { version: 'another', target: 'js', threads: 1 })).toThrow(/made for the version .*; this is another/);
    setDevice('wasm');
  });
  test('are refused where one of them was changed or is missing', () => {
    const bytes = bytesOf();
    const random = new Random(11);
    for (let i = 0; i < 300; i++) {
      const damaged = bytes.slice();
      damaged[Math.floor(random.next() * damaged.length)] ^= 1 << Math.floor(random.next() * 8);
      expect(() => deserializeExecutable(damaged, { threads: 1 })).toThrow(OpError);
      const shorter = bytes.slice(0, Math.floor(random.next() * bytes.length));
      expect(() => deserializeExecutable(shorter, { threads: 1 })).toThrow(/no stored record|damaged/);
    }
  });
  test('are refused as corrupted, and nothing else happens, where a record is malicious', () => {
    const bytes = bytesOf();
    const random = new Random(13);
    let refused = 0;
    for (let i = 0; i < 2000; i++) {
      const hostile = withChangedRecord(bytes, random);
      try {
        deserializeExecutable(hostile, { threads: 1 });
      } catch (error) {
        expect((error as OpError).code).toBe('corrupted');
        refused++;
      }
    }
    // some changes are harmless: of a name, a line, a count of work
    expect(refused).toBeGreaterThan(1000);
  });
});

/** The record of stored bytes: the words in front say how long it is. */
function recordOf(bytes: Uint8Array<ArrayBuffer>): { readonly text: string; readonly blobs: readonly Uint8Array[] } {
  const { record, blobs } = unpackRecord(bytes);
  return { text: JSON.stringify(record), blobs };
}

/** The bytes with a valid checksum around a record with one value changed. */
function withChangedRecord(bytes: Uint8Array<ArrayBuffer>, random: Random): Uint8Array<ArrayBuffer> {
  const { text, blobs } = recordOf(bytes);
  const values = [...text.matchAll(/-?\d+(?:\.\d+)?|null|true|false|"[^"]*"/g)];
  const chosen = values[Math.floor(random.next() * values.length)];
  const choices = ['0', '-1', '1', '7', '4294967296', '1e300', '0.5', 'null', 'true', '""', '[]', '{}', '"scratch"', '[[[]]]'];
  const other = choices[Math.floor(random.next() * choices.length)];
  const isKey = text[chosen.index + chosen[0].length] === ':';
  const changed = isKey ? text : text.slice(0, chosen.index) + other + text.slice(chosen.index + chosen[0].length);
  return packRecord(JSON.parse(changed) as Json, blobs);
}
