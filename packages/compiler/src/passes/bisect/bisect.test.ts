import { f32, type ProgramValue, primitives, scalarLiteral } from '@millrace/ir';
import { randomProgram } from '@millrace/testing';
import { describe, expect, it } from 'vitest';
import { passes } from '../optimize.ts';
import type { Pass } from '../pass.ts';
import type { Rewriter } from '../rewrite/rewriter.ts';
import { rewritePass } from '../rewrite/rules.ts';
import { parse } from '../test/tables.ts';
import { bisectPasses } from './bisect.ts';
import { firstDifference } from './difference.ts';
import { seededArguments } from './seeded-arguments.ts';
import { smallestFailing } from './smallest.ts';

const v = 'tensor<4xf32>';
/** Ten operations, of which a broken pass needs two: a subtraction of a product. */
const program = parse(
  `(%x: ${v}, %y: ${v}) -> (${v}, ${v})`,
  `%0 = stablehlo.tanh %x : ${v}
   %1 = stablehlo.exponential %y : ${v}
   %2 = stablehlo.add %0, %1 : ${v}
   %3 = stablehlo.multiply %2, %y : ${v}
   %4 = stablehlo.negate %3 : ${v}
   %5 = stablehlo.subtract %2, %3 : ${v}
   %6 = stablehlo.maximum %5, %4 : ${v}
   %7 = stablehlo.sqrt %1 : ${v}
   %8 = stablehlo.divide %6, %7 : ${v}
   %9 = stablehlo.subtract %8, %0 : ${v}
   return %9, %4 : ${v}, ${v}`,
);
const args = seededArguments(program, 1);
const { subtract, multiply, add, tanh } = primitives;

/** Takes a - b * c for a + b * c. */
const broken: Pass = rewritePass('broken', 'a pass with a wrong sign', [
  {
    name: 'x - y * z → x + y * z',
    on: [subtract],
    apply: ({ operands }, rewriter) => (rewriter.producer(operands[1])?.primitive === multiply ? rewriter.emit(add, operands) : null),
  },
]);

const splat = (x: number, rewriter: Rewriter): ProgramValue =>
  rewriter.one(primitives.broadcastInDim, [rewriter.constant(scalarLiteral(f32, x))], { broadcastDimensions: [], shape: [4] });

describe('bisectPasses', () => {
  it('finds nothing in passes that keep the results', () => expect(bisectPasses({ program, args })).toBeNull());

  it('names the pass, and the operations that it breaks', () => {
    const culprit = bisectPasses({ program, args, passes: [passes[0], passes[1], broken, passes[2]] });
    expect(culprit).toMatchObject({ pass: { name: 'broken' }, position: 2 });
    expect(culprit?.before.operations.map((o) => o.primitive.shortName)).toEqual(['multiply', 'subtract']);
    expect(culprit?.after?.operations.map((o) => o.primitive.shortName)).toEqual(['multiply', 'add']);
    expect(culprit?.what).toMatchObject({ result: 0, element: 0 });
  });

  it('reports a pass that throws, with the operation on which it does', () => {
    const throwing: Pass = {
      name: 'throwing',
      summary: '',
      run(p) {
        if (p.operations.some((o) => o.primitive === primitives.divide)) throw new Error('no divisions here');
        return p;
      },
    };
    const culprit = bisectPasses({ program, args, passes: [throwing] });
    expect(culprit?.what).toMatchObject({ message: 'no divisions here' });
    expect(culprit?.before.operations.map((o) => o.primitive.shortName)).toEqual(['divide']);
  });

  it('reports a program that is not well formed', () => {
    const headless: Pass = {
      name: 'headless',
      summary: '',
      run: (p) => Object.assign(Object.create(Object.getPrototypeOf(p)), p, { operations: p.operations.slice(1) }),
    };
    expect(bisectPasses({ program, args, passes: [headless] })?.what).toMatchObject({ code: 'verify' });
  });

  it('allows a pass that says so its last digits, and holds later passes to what it made', () => {
    const nudging: Pass = rewritePass('nudging', 'a little too large', [
      {
        name: 'x - tanh(y) → x - tanh(y) * (1 + 1e-6)',
        on: [subtract],
        apply: ({ operands: [x, y] }, rewriter) =>
          rewriter.producer(y)?.primitive === tanh ? rewriter.emit(subtract, [x, rewriter.one(multiply, [y, splat(1 + 1e-6, rewriter)])]) : null,
      },
    ]);
    expect(bisectPasses({ program, args, passes: [nudging] })?.pass.name).toBe('nudging');
    expect(bisectPasses({ program, args, passes: [{ ...nudging, inexact: 'for the test' }, passes[0]] })).toBeNull();
  });

  it('runs programs with what it is given', () => {
    const counted: number[] = [];
    const [first] = args;
    const run = (p: typeof program): (typeof first)[] => {
      counted.push(p.operations.length);
      return p.results.map(() => first);
    };
    bisectPasses({ program, args, passes: [passes[0]], run });
    expect(counted).toEqual([10, 10]);
  });
});

it('a subset of which no part can be left out', () => {
  const fails = (items: readonly number[]): boolean => items.includes(3) && items.includes(17);
  expect(smallestFailing([...Array(40).keys()], fails)).toEqual([3, 17]);
});

it('differences: bits without a tolerance, relative with one', () => {
  const {
    args: [x],
  } = { args: seededArguments(parse(`(%x: ${v}) -> ${v}`, `return %x : ${v}`), 2) };
  const moved = { type: x.type, data: Float32Array.from(x.data as Float32Array, (a) => a * (1 + 1e-6)) };
  expect(firstDifference([x], [x])).toBeNull();
  expect(firstDifference([x], [moved])).toMatchObject({ result: 0, element: 0 });
  expect(firstDifference([x], [moved], 1e-5)).toBeNull();
});

it('arguments are the same for the same seed, and must have known sizes', () => {
  const { program: random } = randomProgram(5, 1);
  expect(seededArguments(random, 3)).toEqual(seededArguments(random, 3));
  expect(() => seededArguments(parse('(%x: tensor<?xf32>) -> tensor<?xf32>', 'return %x : tensor<?xf32>'), 3)).toThrow(/argument 0 has type tensor<\?xf32>/);
});
