/** Reports of programs against sums by hand, and the error of a program that does not fit. */
import { OpError, plainHost } from '@millrace/ir';
import { parseModule } from '@millrace/ir/text';
import { describe, expect, test } from 'vitest';
import { setDevice } from '../devices/chain.ts';
import { EagerBuilder } from '../eager/eager-builder.ts';
import { Storage } from '../memory/storage.ts';
import { type CompileOptions, compileProgram } from './compile.ts';
import type { Executable } from './executable.ts';

const builder = new EagerBuilder(plainHost);
const unfused = ['fuse-pointwise', 'fuse-epilogues', 'fuse-reductions'];

function compile(args: string, results: string, lines: readonly string[], options: CompileOptions = {}): Executable {
  setDevice('wasm');
  const { program } = parseModule(`func.func @f(${args}) -> (${results}) {\n${lines.join('\n')}\n}`).functions[0];
  return compileProgram({ name: 'f', program, states: 0, writes: [] }, builder, { threads: 1, ...options });
}

describe('cost', () => {
  const product = '%p = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<8x4xf32>, tensor<4x6xf32>) -> tensor<8x6xf32>';
  const args = '%x: tensor<8x4xf32>, %w: tensor<4x6xf32>, %b: tensor<6xf32>';
  test('a product of matrices is 2mnk, and moves its operands and its result', () => {
    expect(compile(args, 'tensor<8x6xf32>', [product, 'return %p : tensor<8x6xf32>']).cost()).toMatchObject({
      flops: 2 * 8 * 4 * 6,
      bytes: 4 * (32 + 24 + 48),
    });
  });
  test('a bias that is repeated is read once, and each function of an element counts as one operation, fused or not', () => {
    const lines = [
      product,
      '%c = stablehlo.broadcast_in_dim %b, dims = [1] : (tensor<6xf32>) -> tensor<8x6xf32>',
      '%s = stablehlo.add %p, %c : tensor<8x6xf32>',
      '%t = stablehlo.tanh %s : tensor<8x6xf32>',
      'return %t : tensor<8x6xf32>',
    ];
    const flops = 2 * 8 * 4 * 6 + 48 + 48;
    // product; sum of it and the bias; function of that
    const bytes = 4 * (32 + 24 + 48) + 4 * (48 + 6 + 48) + 4 * (48 + 48);
    expect(compile(args, 'tensor<8x6xf32>', lines, { without: unfused }).cost()).toEqual({ flops, bytes, kernels: { kernels: 3 } });
    expect(compile(args, 'tensor<8x6xf32>', lines).cost().flops).toBe(flops);
  });
  test('a reduction is one operation an element', () => {
    const lines = [
      '%z = stablehlo.constant dense<0.0> : tensor<f32>',
      '%r = stablehlo.reduce(%x init: %z) applies stablehlo.add across dimensions = [1] : (tensor<8x4xf32>, tensor<f32>) -> tensor<8xf32>',
      'return %r : tensor<8xf32>',
    ];
    expect(compile('%x: tensor<8x4xf32>', 'tensor<8xf32>', lines).cost()).toMatchObject({ flops: 32, bytes: 4 * (32 + 1 + 8) });
  });
});

describe('memory', () => {
  const big = 'tensor<1000xf32>';
  // x and a; then b in the place of x, as nothing reads x any more; then c in the place of a
  const lines = [`%a = stablehlo.tanh %x : ${big}`, `%b = stablehlo.sine %x : ${big}`, `%c = stablehlo.add %a, %b : ${big}`, `return %c : ${big}`];
  test('the peak is the sum of what lives together, with the lines that made it', () => {
    const report = compile(`%x: ${big}`, big, lines, { without: unfused }).memory();
    expect(report).toMatchObject({ stateBytes: 0, inputBytes: 4000, outputBytes: 4000, lowerBoundBytes: 8000, constantBytes: 0 });
    // each block ends with room for a vector, and begins at a multiple of 64
    expect(report.arenaBytes).toBe(2 * 4032);
    expect(report.largest.map(({ bytes, name, place }) => [bytes, name, place])).toEqual([
      [4000, 'stablehlo.sine', 'module.mlir:3:6'],
      [4000, 'stablehlo.tanh', 'module.mlir:2:6'],
    ]);
  });
  test('a program that does not fit says what it needs, what there is, and which lines need most', () => {
    const huge = 'tensor<800000000xf32>';
    const lines = [
      `%i = stablehlo.iota dim = 0 : ${huge}`,
      `%t = stablehlo.tanh %i : ${huge}`,
      `%r = stablehlo.reverse %t, dims = [0] : ${huge}`,
      `%s = stablehlo.add %t, %r : ${huge}`,
      '%z = stablehlo.constant dense<0.0> : tensor<f32>',
      `%u = stablehlo.reduce(%s init: %z) applies stablehlo.add across dimensions = [0] : (${huge}, tensor<f32>) -> tensor<f32>`,
      'return %u : tensor<f32>',
    ];
    const executable = compile('', 'tensor<f32>', lines, { without: unfused });
    expect(() => executable.run([], [])).toThrow(OpError);
    expect(() => executable.run([], [])).toThrow(
      /program 'f' needs \d{10} bytes; the memory of programs has \d+ left: it holds \d+ bytes and may grow to \d+\. \d{10} bytes for values that live together, \d+ for constants; the largest of those values: 3200000000 bytes of stablehlo\.\w+ at module.mlir:\d+:\d+; 3200000000 bytes of/,
    );
    // and a smaller one runs afterwards
    const [out] = compile('', 'tensor<f32>', ['%z = stablehlo.constant dense<2.0> : tensor<f32>', 'return %z : tensor<f32>']).run([], []);
    expect(out.storage).toBeInstanceOf(Storage);
  });
});
