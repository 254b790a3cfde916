import { describe, expect, test } from 'vitest';
import { grad } from '../../function/gradients.ts';
import { toTensor } from '../../tensor/convert.ts';
import { asDtype } from '../../tensor/dtypes.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import * as nn from './index.ts';

const f64 = (v: number | number[]): Tensor => toTensor('test', v, asDtype('float64').element);
const sigma = (x: number): number => 1 / (1 + Math.exp(-x));

/** Values that TensorFlow documents, or closed forms. */
const values: readonly (readonly [string, (x: Tensor) => Tensor, number, number])[] = [
  ['gelu', nn.gelu, 1, 0.8413447460685429],
  ['gelu, approximate', (x) => nn.gelu(x, { approximate: true }), 1, 0.8411919906082768],
  ['selu', nn.selu, -1, -1.1113307378125625],
  ['selu', nn.selu, 2, 2.101401974710961],
  ['softplus', nn.softplus, 0, Math.LN2],
  ['softplus', nn.softplus, 1000, 1000],
  ['softplus', nn.softplus, -1000, 0],
  ['relu', nn.relu, -3, 0],
  ['relu', nn.relu, 3, 3],
  ['relu6', nn.relu6, 7, 6],
  ['leakyRelu', nn.leakyRelu, -10, -2],
  ['leakyRelu, alpha', (x) => nn.leakyRelu(x, { alpha: 0.1 }), -10, -1],
  ['elu', nn.elu, -1, Math.expm1(-1)],
  ['elu', nn.elu, 1000, 1000],
  ['silu', nn.silu, 2, 2 * sigma(2)],
  ['silu, beta', (x) => nn.silu(x, { beta: 3 }), 2, 2 * sigma(6)],
  ['swish', nn.swish, -1, -sigma(-1)],
  ['softsign', nn.softsign, -3, -0.75],
  ['sigmoid', nn.sigmoid, 0.5, sigma(0.5)],
  ['tanh', nn.tanh, 0.5, Math.tanh(0.5)],
  ['logSigmoid', nn.logSigmoid, -800, -800],
  ['hardSigmoid', nn.hardSigmoid, 1, 4 / 6],
  ['hardSigmoid', nn.hardSigmoid, -4, 0],
  ['hardSilu', nn.hardSilu, 1, 4 / 6],
  ['mish', nn.mish, 1, Math.tanh(Math.log1p(Math.E))],
];

describe('values', () => {
  test.each(values)('%s (%#)', (_, f, x, want) => expect(f(f64(x)).item()).toBeCloseTo(want, 12));
  test('NaN stays', () => {
    for (const f of [nn.relu, nn.relu6, nn.leakyRelu, nn.elu, nn.selu, nn.softplus, nn.hardSigmoid]) expect(f(f64(Number.NaN)).item()).toBeNaN();
  });
  test('crelu', () => expect(nn.crelu([[1, -2]]).array()).toEqual([[1, 0, 0, 2]]));
  test('integers', () => expect(nn.relu(toTensor('test', [-1, 2], asDtype('int32').element)).array()).toEqual([0, 2]));
});

describe('gradients', () => {
  const central = (f: (x: Tensor) => Tensor, x: number): number => ((f(f64(x + 1e-6)).item() as number) - (f(f64(x - 1e-6)).item() as number)) / 2e-6;
  test.each(values.filter(([, , x]) => Math.abs(x) < 100))('%s (%#): first and second order', (_, f, x) => {
    expect(grad(f)(f64(x)).item()).toBeCloseTo(central(f, x), 7);
    expect(grad(grad(f))(f64(x)).item()).toBeCloseTo(central(grad(f), x), 5);
  });
  test("relu'(0) = 0", () => expect(grad(nn.relu)(f64([0, -1, 1])).array()).toEqual([0, 0, 1]));
  test("relu6'(6) = 0", () => expect(grad(nn.relu6)(f64([0, 3, 6])).array()).toEqual([0, 1, 0]));
  test("softplus'(0) = 1/2", () => expect(grad(nn.softplus)(f64(0)).item()).toBe(0.5));
  test('no overflow far from 0', () => {
    for (const f of [nn.elu, nn.selu, nn.softplus, nn.gelu, nn.silu, nn.mish]) {
      expect(grad(f as (x: Tensor) => Tensor)(f64([-1000, 1000])).array(), 'finite').not.toContainEqual(Number.NaN);
    }
  });
});

describe('bad input', () => {
  test('integers into a floating function', () =>
    expect(() => nn.elu(toTensor('test', [1], asDtype('int32').element))).toThrow(/nn.elu: features has dtype int32/));
  test('unknown option', () => expect(() => nn.leakyRelu(1, { alhpa: 1 } as never)).toThrow(/did you mean 'alpha'/));
});
