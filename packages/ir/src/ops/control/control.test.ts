/** Control flow whose branches and bodies use outer values: derivatives by captures, and batching. The tables cannot express captures. */
import {
  methods as b,
  buildLiteral,
  EvalBuilder,
  elementsOf,
  f64,
  i1,
  i32,
  i64,
  installBase,
  jvp,
  type Literal,
  pullbackRegion,
  tensorType,
  trace,
  type Value,
  vectorize,
} from '@millrace/ir';
import { beforeAll, describe, expect, test } from 'vitest';

beforeAll(() => installBase(new EvalBuilder()));

const vector = tensorType(f64, [3]);
const of = (...values: number[]): Value => b.constant(buildLiteral(tensorType(f64, [values.length]), (i) => values[i]));
const numbers = (v: Value | null): number[] => elementsOf((v as Value).payload as Literal) as number[];
const sum = (x: Value): Value => b.sum(x, [0]);
const positive = (x: Value): Value => b.compare(sum(x), b.scalar(f64, 0), { comparisonDirection: 'GT' });

/** Gradient of a function of vectors to a scalar. */
function gradients(f: (...xs: Value[]) => Value, args: Value[]): (Value | null)[] {
  const region = trace(
    args.map((a) => a.type),
    (...xs) => [f(...xs)],
  );
  return pullbackRegion(region, args, [b.scalar(f64, 1)]).args;
}

/** sum(x) > 0 ? sum(x * x * y) : sum(x * y) + sum(tanh(x)) */
const branching = (x: Value, y: Value): Value =>
  b.ifElse(positive(x), {
    trueBranch: trace([], () => [sum(b.multiply(b.multiply(x, x), y))]),
    falseBranch: trace([], () => [b.add(sum(b.multiply(x, y)), sum(b.tanh(x)))]),
  })[0];

describe('if', () => {
  test('reverse mode reaches the captures of the branch that runs', () => {
    const [dx, dy] = gradients(branching, [of(1, 2, 3), of(4, 5, 6)]);
    expect(numbers(dx)).toEqual([8, 20, 36]);
    expect(numbers(dy)).toEqual([1, 4, 9]);
    const [ex, ey] = gradients(branching, [of(-1, -2, -3), of(4, 5, 6)]);
    [1, 2, 3].forEach((v, i) => expect(numbers(ex)[i]).toBeCloseTo([4, 5, 6][i] + 1 - Math.tanh(v) ** 2, 12));
    expect(numbers(ey)).toEqual([-1, -2, -3]);
  });
  test('forward mode, and forward over reverse', () => {
    const direction = of(1, 0, -1);
    const out = jvp((x) => [branching(x, of(4, 5, 6))], [of(1, 2, 3)], [direction]);
    expect(numbers(out.tangents[0])).toEqual([8 - 36]);
    const hessian = jvp((x) => [gradients(branching, [x, of(4, 5, 6)])[0] as Value], [of(1, 2, 3)], [direction]);
    expect(numbers(hessian.tangents[0])).toEqual([8, 0, -12]);
  });
  test('a nested if', () => {
    const nested = (x: Value, y: Value): Value =>
      b.ifElse(positive(x), { trueBranch: trace([], () => [branching(x, b.negate(y))]), falseBranch: trace([], () => [sum(y)]) })[0];
    const [dx, dy] = gradients(nested, [of(1, 2, 3), of(4, 5, 6)]);
    expect(numbers(dx)).toEqual([-8, -20, -36]);
    expect(numbers(dy)).toEqual([-1, -4, -9]);
  });
  test('a predicate for each example selects', () => {
    const rows = b.constant(buildLiteral(tensorType(f64, [2, 3]), (i) => [1, 2, 3, -1, -2, -3][i]));
    const y = of(4, 5, 6);
    const [values] = vectorize((x) => [branching(x, y)], [rows], [true], 2);
    expect(numbers(values)[0]).toBe(4 + 20 + 54);
    expect(numbers(values)[1]).toBeCloseTo(-(4 + 10 + 18) - Math.tanh(1) - Math.tanh(2) - Math.tanh(3), 12);
    const [slopes] = vectorize((x) => [gradients(branching, [x, y])[0] as Value], [rows], [true], 2);
    expect(numbers(slopes).slice(0, 3)).toEqual([8, 20, 36]);
    expect(numbers(slopes)[3]).toBeCloseTo(4 + 1 - Math.tanh(1) ** 2, 12);
  });
  test('what an example does not take sends no NaN into gradients of shared values', () => {
    const rows = b.constant(buildLiteral(tensorType(f64, [2, 3]), (i) => [1, 2, 3, -1, -2, -3][i]));
    // The logarithm of a negative number is NaN, and 0 * NaN would spoil the sum over examples.
    const loss = (w: Value): Value => {
      const [values] = vectorize(
        (x) => b.ifElse(positive(x), { trueBranch: trace([], () => [sum(b.multiply(w, b.log(x)))]), falseBranch: trace([], () => [sum(w)]) }),
        [rows],
        [true],
        2,
      );
      return sum(values);
    };
    const [dw] = gradients(loss, [of(1, 1, 1)]);
    [1, 2, 3].forEach((v, i) => expect(numbers(dw)[i]).toBeCloseTo(Math.log(v) + 1, 12));
  });
  test('a shared predicate stays an if', () => {
    const region = trace([tensorType(f64, [2, 3])], (rows) =>
      vectorize(
        (x) => [b.ifElse(b.full(tensorType(i1, []), 1), { trueBranch: trace([], () => [sum(x)]), falseBranch: trace([], () => [b.scalar(f64, 0)]) })[0]],
        [rows],
        [true],
        2,
      ),
    );
    expect(region.program.operations.map((o) => o.primitive.shortName)).toContain('if');
  });
});

describe('case', () => {
  const choose = (index: Value, x: Value): Value =>
    b.caseOf(index, { branches: [trace([], () => [sum(x)]), trace([], () => [sum(b.multiply(x, x))]), trace([], () => [b.negate(sum(x))])] })[0];
  const index = (...values: number[]): Value => b.constant(buildLiteral(tensorType(i32, values.length === 1 ? [] : [values.length]), (i) => values[i]));
  test('reverse mode', () => {
    expect([0, 1, 2, 9].map((k) => numbers(gradients((x) => choose(index(k), x), [of(1, 2, 3)])[0]))).toEqual([
      [1, 1, 1],
      [2, 4, 6],
      [-1, -1, -1],
      [-1, -1, -1],
    ]);
  });
  test('an index for each example', () => {
    const [values] = vectorize((k) => [choose(k, of(1, 2, 3))], [index(0, 1, 2, -5)], [true], 4);
    expect(numbers(values)).toEqual([6, 14, -6, -6]);
  });
});

describe('while', () => {
  const counter = tensorType(i64, []);
  /** x * y^n */
  const power = (x: Value, y: Value, n: Value): Value =>
    b.whileLoop([b.zeros(counter), x], {
      cond: trace([counter, vector], (i) => [b.compare(i, n, { comparisonDirection: 'LT' })]),
      body: trace([counter, vector], (i, v) => [b.add(i, b.scalar(i64, 1)), b.multiply(v, y)]),
    })[1];
  const three = (): Value => b.scalar(i64, 3);
  test('forward mode by carried values and by captures', () => {
    const out = jvp((x, y) => [power(x, y, three())], [of(1, 2, 3), of(2, 2, 2)], [of(1, 0, 0), of(0, 1, 0)]);
    expect(numbers(out.tangents[0])).toEqual([8, 2 * 3 * 4, 0]);
  });
  test('reverse mode says what to use', () => {
    expect(() => gradients((x) => sum(power(x, x, three())), [of(1, 2, 3)])).toThrow(/mapFn, scan/);
  });
  test('examples end after different numbers of steps', () => {
    const counts = b.constant(buildLiteral(tensorType(i64, [3]), (i) => BigInt([0, 3, 1][i])));
    const [values] = vectorize((n) => [power(of(1, 2, 3), of(2, 2, 2), n)], [counts], [true], 3);
    expect(numbers(values)).toEqual([1, 2, 3, 8, 16, 24, 2, 4, 6]);
  });
  test('examples with one count keep the loop', () => {
    const rows = b.constant(buildLiteral(tensorType(f64, [2, 3]), (i) => i));
    const [values] = vectorize((y) => [power(of(1, 1, 1), y, three())], [rows], [true], 2);
    expect(numbers(values)).toEqual([0, 1, 8, 27, 64, 125]);
  });
});
