/**
 * power and atan2 on the evaluator, js and wasm: the special values of C99, Annex F, and the distance of results over many pairs from f64
 * results rounded to f32. The bound is the one that the tables of cases state (`ulp`).
 */
import { evaluateOperation, f32, f64, type Literal, type Primitive, primitives, tensorType } from '@millrace/ir';
import { Random, ulpDistance } from '@millrace/testing';
import { describe, expect, test } from 'vitest';
import type { Device } from './device.ts';
import { executeOn } from './execute.ts';
import { jsDevice } from './js/device.ts';
import { wasmKernel } from './wasm/device.ts';

const wasm: Device = { name: 'wasm', kernel: wasmKernel };
const { power, atan2 } = primitives;

const singles = (values: ArrayLike<number>): Literal => ({ type: tensorType(f32, [values.length]), data: Float32Array.from(values) });
const doubles = (values: ArrayLike<number>): Literal => ({ type: tensorType(f64, [values.length]), data: Float64Array.from(values) });

function run(where: Device | 'evaluator', primitive: Primitive, operands: readonly Literal[]): ArrayLike<number> {
  const found =
    where === 'evaluator' ? (evaluateOperation(primitive, operands) as readonly Literal[]) : executeOn(where, { primitive, operands, attributes: {} });
  if (!found) throw new Error(`${where === 'evaluator' ? where : where.name} has no kernel`);
  return found[0].data as unknown as ArrayLike<number>;
}

type Row = readonly [first: number, second: number, result: number];
const inf = Infinity;
const third = Math.fround(1 / 3);

/** pow(x, y). Source: ISO/IEC 9899:1999, F.9.4.4; one row or two for each of its bullets. */
const powers: readonly Row[] = [
  // pow(±0, y) is ±infinity for an odd integer y < 0, and +infinity for other y < 0
  [0, -3, inf],
  [-0, -3, -inf],
  [-0, -1, -inf],
  [0, -2, inf],
  [-0, -2, inf],
  [-0, -2.5, inf],
  [0, -inf, inf],
  [-0, -inf, inf],
  // pow(±0, y) is ±0 for an odd integer y > 0, and +0 for other y > 0
  [0, 3, 0],
  [-0, 3, -0],
  [-0, 1, -0],
  [-0, 2, 0],
  [-0, 2.5, 0],
  [-0, inf, 0],
  // 1 for -1 to ±infinity, for 1 to anything, and for anything to ±0
  [-1, inf, 1],
  [-1, -inf, 1],
  [1, NaN, 1],
  [1, inf, 1],
  [1, -7.5, 1],
  [NaN, 0, 1],
  [NaN, -0, 1],
  [0, 0, 1],
  [-0, -0, 1],
  [-inf, 0, 1],
  [-2, 0, 1],
  // NaN for a finite x < 0 and a finite y that is no integer
  [-2, 0.5, NaN],
  [-2, -1.5, NaN],
  [-third, third, NaN],
  // to -infinity and +infinity
  [0.5, -inf, inf],
  [-0.5, -inf, inf],
  [2, -inf, 0],
  [-2, -inf, 0],
  [0.5, inf, 0],
  [-0.5, inf, 0],
  [2, inf, inf],
  [-2, inf, inf],
  // of -infinity and +infinity
  [-inf, -3, -0],
  [-inf, -2, 0],
  [-inf, -2.5, 0],
  [-inf, 3, -inf],
  [-inf, 2, inf],
  [-inf, 2.5, inf],
  [-inf, inf, inf],
  [-inf, -inf, 0],
  [inf, -2, 0],
  [inf, -0.5, 0],
  [inf, 2, inf],
  [inf, 0.5, inf],
  // other NaN pass through (F.9)
  [NaN, 1, NaN],
  [2, NaN, NaN],
  [0, NaN, NaN],
  [NaN, inf, NaN],
];

const quarter = Math.PI / 4;
/** atan2(y, x). Source: ISO/IEC 9899:1999, F.9.1.4. */
const angles: readonly Row[] = [
  [0, -0, Math.PI],
  [-0, -0, -Math.PI],
  [0, 0, 0],
  [-0, 0, -0],
  [0, -2, Math.PI],
  [-0, -2, -Math.PI],
  [0, 2, 0],
  [-0, 2, -0],
  [-3, 0, -2 * quarter],
  [-3, -0, -2 * quarter],
  [3, 0, 2 * quarter],
  [3, -0, 2 * quarter],
  [3, -inf, Math.PI],
  [-3, -inf, -Math.PI],
  [3, inf, 0],
  [-3, inf, -0],
  [inf, 3, 2 * quarter],
  [-inf, -3, -2 * quarter],
  [inf, -inf, 3 * quarter],
  [-inf, -inf, -3 * quarter],
  [inf, inf, quarter],
  [-inf, inf, -quarter],
  [NaN, 1, NaN],
  [1, NaN, NaN],
  [NaN, inf, NaN],
];

describe.each([
  ['evaluator', 'evaluator'],
  ['js', jsDevice],
  ['wasm', wasm],
] as const)('special values on %s', (name, where) => {
  test.each([
    ['power', power, powers],
    ['atan2', atan2, angles],
  ] as const)('%s', (_name, primitive, rows) => {
    for (const make of name === 'wasm' ? [singles] : [singles, doubles]) {
      const got = run(where, primitive, [make(rows.map((r) => r[0])), make(rows.map((r) => r[1]))]);
      const round = make === singles ? Math.fround : (x: number): number => x;
      const wrong = rows.filter(([, , result], i) => !Object.is(got[i], round(result))).map(([a, b, result], i) => `${a}, ${b}: ${result} ${i}`);
      expect(wrong).toEqual([]);
    }
  });
});

const count = 100_000;

/** Any f32 numbers, by their bits: mostly of far apart sizes; subnormal, infinite and NaN ones among them. */
function anyPairs(random: Random): readonly [Float32Array, Float32Array] {
  const make = (): Float32Array => new Float32Array(Int32Array.from({ length: count }, () => Math.floor(random.next() * 2 ** 32) | 0).buffer);
  return [make(), make()];
}

/** Pairs whose power neither overflows nor underflows, whole exponents of negative numbers among them, and pairs near 1 with large exponents. */
function finitePowers(random: Random): readonly [Float32Array, Float32Array] {
  const [x, y] = [new Float32Array(count), new Float32Array(count)];
  for (let i = 0; i < count; i++) {
    const near1 = i % 4 === 3;
    x[i] = near1 ? 1 + (random.next() - 0.5) * 2 ** -(1 + Math.floor(random.next() * 20)) : 2 ** ((random.next() - 0.5) * 60);
    // y log2 x between the logarithms of the smallest and the largest f32
    const wanted = (random.next() - 0.53) * 275;
    y[i] = wanted / Math.log2(x[i]);
    if (i % 4 !== 2) continue;
    y[i] = Math.round(y[i]);
    x[i] = -x[i];
  }
  return [x, y];
}

/** Points at every angle, of sizes up to 2^20 apart, and near the axes and diagonals. */
function points(random: Random): readonly [Float32Array, Float32Array] {
  const [y, x] = [new Float32Array(count), new Float32Array(count)];
  for (let i = 0; i < count; i++) {
    const sign = (): number => (random.next() < 0.5 ? -1 : 1);
    x[i] = sign() * 2 ** ((random.next() - 0.5) * 20);
    y[i] = i % 4 === 0 ? sign() * x[i] * (1 + (random.next() - 0.5) * 2 ** -18) : sign() * 2 ** ((random.next() - 0.5) * 20);
  }
  return [y, x];
}

describe.each([
  ['js', jsDevice, 0],
  ['wasm', wasm, 1],
] as const)('f32 results on %s', (_device, device, bound) => {
  test.each([
    ['power of any pairs', power, anyPairs],
    ['power of pairs with finite results', power, finitePowers],
    ['atan2 of any pairs', atan2, anyPairs],
    ['atan2 of points', atan2, points],
  ] as const)('%s', (_name, primitive, make) => {
    const [a, b] = make(new Random(20261124));
    const exact = run('evaluator', primitive, [doubles(a), doubles(b)]);
    const got = run(device, primitive, [singles(a), singles(b)]);
    let worst = 0;
    let where = '';
    for (let i = 0; i < count; i++) {
      const error = ulpDistance(got[i], Math.fround(exact[i]), f32);
      if (error > worst) [worst, where] = [error, `${a[i]}, ${b[i]}: got ${got[i]}, want ${exact[i]}`];
    }
    expect(worst, where).toBeLessThanOrEqual(bound);
  });
});
