/** scan, check and customGradient where they use outer values, run on batches or inside each other. The tables cannot express captures. */
import {
  methods as b,
  buildLiteral,
  EvalBuilder,
  elementsOf,
  f64,
  installBase,
  jvp,
  type Literal,
  pullbackRegion,
  symbol,
  tensorType,
  trace,
  type Value,
  vectorize,
} from '@millrace/ir';
import { beforeAll, describe, expect, test } from 'vitest';

beforeAll(() => installBase(new EvalBuilder()));

const scalar = tensorType(f64, []);
const of = (...values: number[]): Value => b.constant(buildLiteral(tensorType(f64, [values.length]), (i) => values[i]));
const one = (value: number): Value => b.scalar(f64, value);
const numbers = (v: Value | null): number[] => elementsOf((v as Value).payload as Literal) as number[];
const sum = (x: Value): Value => b.sum(x, [0]);

function gradients(f: (...xs: Value[]) => Value, args: Value[]): (Value | null)[] {
  const region = trace(
    args.map((a) => a.type),
    (...xs) => [f(...xs)],
  );
  return pullbackRegion(region, args, [b.scalar(f64, 1)]).args;
}

describe('scan', () => {
  /** Horner's rule: (…(c0 x + c1) x + …), x captured. */
  const polynomial = (x: Value, coefficients: Value): Value =>
    b.scan([one(0), coefficients], { carryCount: 1, body: trace([scalar, scalar], (s, c) => [b.add(b.multiply(s, x), c)]) })[0];
  test('reverse mode sums the cotangents of a captured value over the steps', () => {
    // 2x² + 3x + 5 at 4
    const [dx, dc] = gradients(polynomial, [one(4), of(2, 3, 5)]);
    expect(numbers(dx)).toEqual([2 * 2 * 4 + 3]);
    expect(numbers(dc)).toEqual([16, 4, 1]);
  });
  test('forward mode by a captured value, and second derivatives', () => {
    expect(numbers(jvp((x) => [polynomial(x, of(2, 3, 5))], [one(4)], [one(1)]).tangents[0])).toEqual([19]);
    expect(numbers(jvp((x) => [gradients((y) => polynomial(y, of(2, 3, 5)), [x])[0] as Value], [one(4)], [one(1)]).tangents[0])).toEqual([4]);
    expect(numbers(gradients((x) => gradients((y) => polynomial(y, of(2, 3, 5)), [x])[0] as Value, [one(4)])[0])).toEqual([4]);
  });
  test('a captured value for each example', () => {
    const [values] = vectorize((x) => [polynomial(x, of(2, 3, 5))], [of(0, 1, 4)], [true], 3);
    expect(numbers(values)).toEqual([5, 10, 49]);
  });
  test('the backward pass of a body that puts its carry out does not run the scan again', () => {
    const body = trace([scalar, scalar], (h, x) => {
      const next = b.tanh(b.add(h, x));
      return [next, next];
    });
    const { program } = trace([tensorType(f64, [4])], (xs) => gradients((x) => sum(b.scan([one(0), x], { carryCount: 1, body })[1]), [xs]) as Value[]);
    expect(program.operations.filter((o) => o.primitive.shortName === 'scan').length).toBe(2);
  });
});

describe('check', () => {
  const positive = (x: Value): void => {
    const holds = b.compare(x, b.zeros(scalar), { comparisonDirection: 'GT' });
    b.check(holds, [x], { code: 'invalid-value', op: 'sqrt', message: '{0} is not positive' });
  };
  const root = (x: Value): Value[] => {
    positive(x);
    return [b.sqrt(x)];
  };
  test('the first failing example of a batch is named', () => {
    expect(numbers(vectorize(root, [of(1, 4)], [true], 2)[0])).toEqual([1, 2]);
    expect(() => vectorize(root, [of(1, -4, -9)], [true], 3)).toThrow('sqrt: -4 is not positive');
  });
  test('in a branch, only examples that take it can fail', () => {
    const guarded = (x: Value): Value[] => {
      const holds = b.compare(x, b.zeros(scalar), { comparisonDirection: 'GT' });
      return [...b.ifElse(holds, { trueBranch: trace([], () => root(x)), falseBranch: trace([], () => [b.negate(x)]) })];
    };
    expect(numbers(vectorize(guarded, [of(4, -3)], [true], 2)[0])).toEqual([2, 3]);
    const wrong = (x: Value): Value[] => [
      ...b.ifElse(b.compare(x, one(1), { comparisonDirection: 'LT' }), { trueBranch: trace([], () => root(x)), falseBranch: trace([], () => [x]) }),
    ];
    expect(numbers(vectorize(wrong, [of(0.25, 3)], [true], 2)[0])).toEqual([0.5, 3]);
    expect(() => vectorize(wrong, [of(0.25, -3)], [true], 2)).toThrow('-3 is not positive');
  });
  test('stays in a trace, and does not stop derivatives', () => {
    const region = trace([scalar], (x) => root(x));
    expect(region.program.operations.map((o) => o.primitive.shortName)).toContain('check');
    expect(numbers(gradients((x) => root(x)[0], [one(4)])[0])).toEqual([0.25]);
  });
});

describe('customGradient', () => {
  const clipped = (x: Value): Value =>
    b.customGradient([x], {
      body: trace([scalar], (y) => [b.multiply(y, y)]),
      // A derivative that is not the true one, and holds control flow that is linear in the cotangent.
      vjp: trace([scalar, scalar, scalar], (y, _z, ct) => {
        const large = b.compare(y, one(1), { comparisonDirection: 'GT' });
        return [b.ifElse(large, { trueBranch: trace([], () => [ct]), falseBranch: trace([], () => [b.multiply(ct, one(3))]) })[0]];
      }),
    })[0];
  test('reverse mode uses the given derivative', () => {
    expect(numbers(gradients(clipped, [one(2)])[0])).toEqual([1]);
    expect(numbers(gradients(clipped, [one(0.5)])[0])).toEqual([3]);
  });
  test('forward mode transposes it, through control flow', () => {
    expect(numbers(jvp((x) => [clipped(x)], [one(2)], [one(10)]).tangents[0])).toEqual([10]);
    expect(numbers(jvp((x) => [clipped(x)], [one(0.5)], [one(10)]).tangents[0])).toEqual([30]);
  });
  test('forward mode of a derivative that is not linear names the operation', () => {
    const bent = (x: Value): Value =>
      b.customGradient([x], { body: trace([scalar], (y) => [y]), vjp: trace([scalar, scalar, scalar], (_y, _z, ct) => [b.tanh(ct)]) })[0];
    expect(numbers(gradients(bent, [one(2)])[0])).toEqual([Math.tanh(1)]);
    expect(() => jvp((x) => [bent(x)], [one(2)], [one(1)])).toThrow(/^tanh: is not linear in a cotangent/);
  });
  test('on a batch', () => {
    const [slopes] = vectorize((x) => [gradients(clipped, [x])[0] as Value], [of(2, 0.5)], [true], 2);
    expect(numbers(slopes)).toEqual([1, 3]);
  });
  test('a derivative by a tensor from outside is refused', () => {
    const product = (x: Value, w: Value): Value =>
      b.customGradient([x], { body: trace([scalar], (y) => [b.multiply(y, w)]), vjp: trace([scalar, scalar, scalar], (_y, _z, ct) => [ct]) })[0];
    expect(() => gradients(product, [one(2), one(3)])).toThrow(/make it an argument of the function/);
    expect(() => jvp((w) => [product(one(2), w)], [one(3)], [one(1)])).toThrow(/make it an argument of the function/);
  });
});

test('one value in two places of a region has a cotangent for each', () => {
  const region = trace([scalar, scalar], (x, y) => [b.multiply(x, b.multiply(y, y))]);
  const x = one(3);
  expect(pullbackRegion(region, [x, x], [one(1)]).args.map(numbers)).toEqual([[9], [18]]);
});

test('symbolic sizes flow through slices, pads and joins with their derivatives', () => {
  const n = symbol('rows');
  const matrix = tensorType(f64, [n, 3]);
  const { program } = trace([matrix, matrix], (x, y) => {
    const region = trace([matrix, matrix], (p, q) => [
      b.concatenate([p, b.slice(q, { startIndices: [0, 1], limitIndices: [n, 2], strides: [1, 1] })], { dimension: 1 }),
    ]);
    const ct = b.full(tensorType(f64, [n, 4]), 1);
    return pullbackRegion(region, [x, y], [ct]).args as Value[];
  });
  expect(program.results.map((r) => String(r.type))).toEqual(['tensor<?x3xf64>', 'tensor<?x3xf64>']);
});
