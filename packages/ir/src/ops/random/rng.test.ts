import { describe, expect, test } from 'vitest';
import { evaluateOperation } from '../../evaluate/index.ts';
import type { Attributes } from '../../primitive/index.ts';
import { type ElementType, type ElementValue, f16, f32, i32, i64, roundToElement } from '../../types/element.ts';
import { buildLiteral, elementsOf, type Literal, scalarLiteral } from '../../types/literal.ts';
import { tensorType } from '../../types/type.ts';
import { rng } from './rng.ts';

const count = 20000;

function draw(element: ElementType, a: ElementValue, b: ElementValue, rngDistribution: string, seed = 0n): ElementValue[] {
  const shape = buildLiteral(tensorType(i64, [1]), () => BigInt(count));
  const attributes: Attributes = { rngDistribution, resultShape: [count] };
  return elementsOf(evaluateOperation(rng, [scalarLiteral(element, a), scalarLiteral(element, b), shape], attributes, [], { seed })[0] as Literal);
}

const mean = (xs: readonly number[]): number => xs.reduce((s, x) => s + x, 0) / xs.length;

describe('uniform', () => {
  test('in [a, b), with the mean and variance of the interval', () => {
    const xs = draw(f32, -1, 3, 'UNIFORM') as number[];
    expect(xs.every((x) => x >= -1 && x < 3)).toBe(true);
    // standard errors: 4 / sqrt(12 n) = 0.008; of the variance 16/12 about 0.008
    expect(Math.abs(mean(xs) - 1)).toBeLessThan(0.04);
    expect(Math.abs(mean(xs.map((x) => (x - 1) ** 2)) - 16 / 12)).toBeLessThan(0.05);
  });

  test('never b, also where rounding would reach it', () => {
    const b = roundToElement(f16, 1.001);
    const xs = draw(f16, 1, b, 'UNIFORM') as number[];
    expect(xs.every((x) => x >= 1 && x < b)).toBe(true);
  });

  test('integers are equally likely', () => {
    const xs = draw(i32, -2, 3, 'UNIFORM') as number[];
    // 5 values, 4000 each, standard deviation 57
    for (const value of [-2, -1, 0, 1, 2]) expect(Math.abs(xs.filter((x) => x === value).length - 4000)).toBeLessThan(300);
  });

  test('64-bit integers reach beyond 2^53', () => {
    const xs = draw(i64, -(2n ** 62n), 2n ** 62n, 'UNIFORM') as bigint[];
    expect(xs.every((x) => x >= -(2n ** 62n) && x < 2n ** 62n)).toBe(true);
    expect(xs.some((x) => x % 2n !== 0n && (x > 2n ** 60n || x < -(2n ** 60n)))).toBe(true);
  });
});

test('normal: mean, deviation and tails', () => {
  const xs = draw(f32, 5, 2, 'NORMAL') as number[];
  expect(Math.abs(mean(xs) - 5)).toBeLessThan(0.07); // 5 standard errors
  expect(Math.abs(mean(xs.map((x) => (x - 5) ** 2)) - 4)).toBeLessThan(0.2);
  const within = xs.filter((x) => Math.abs(x - 5) < 2).length / count;
  expect(Math.abs(within - 0.6827)).toBeLessThan(0.017);
});

test('the seed decides', () => {
  expect(draw(f32, 0, 1, 'UNIFORM', 3n)).toEqual(draw(f32, 0, 1, 'UNIFORM', 3n));
  expect(draw(f32, 0, 1, 'UNIFORM', 3n)).not.toEqual(draw(f32, 0, 1, 'UNIFORM', 4n));
});

test('two operations that run by themselves draw from one stream', () => {
  const shape = buildLiteral(tensorType(i64, [1]), () => 4n);
  const attributes: Attributes = { rngDistribution: 'UNIFORM', resultShape: [4] };
  const once = (): ElementValue[] => elementsOf(evaluateOperation(rng, [scalarLiteral(f32, 0), scalarLiteral(f32, 1), shape], attributes)[0] as Literal);
  expect(once()).not.toEqual(once());
});
