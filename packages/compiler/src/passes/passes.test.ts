import {
  elementAt,
  evaluateProgram,
  f32,
  instantiateProgram,
  type Literal,
  methods,
  type Program,
  primitives,
  symbol,
  tensorType,
  trace,
  verifyProgram,
} from '@millrace/ir';
import { printProgram } from '@millrace/ir/text';
import { randomProgram } from '@millrace/testing';
import { describe, expect, it } from 'vitest';
import { seededArguments } from './bisect/seeded-arguments.ts';
import { optimize, passes, passesFor } from './optimize.ts';
import { sameElementValue } from './rewrite/constants.ts';

/** The first element in which two results differ; 0 differs from -0, NaN equals NaN. */
function difference(before: readonly Literal[], after: readonly Literal[]): string | undefined {
  for (const [k, x] of before.entries()) {
    for (let i = 0; i < x.type.size; i++) {
      const [a, c] = [elementAt(x, i), elementAt(after[k], i)];
      if (!sameElementValue(a, c)) return `result ${k}, element ${i}: ${JSON.stringify(a, text)} became ${JSON.stringify(c, text)}`;
    }
  }
  return undefined;
}
const text = (_key: string, v: unknown): unknown => (typeof v === 'bigint' || typeof v === 'number' ? (Object.is(v, -0) ? '-0' : String(v)) : v);

/** As `difference`, for passes that say why they are inexact: numbers may be 2^-6 of the larger apart, which is two steps of bf16. */
function distance(before: readonly Literal[], after: readonly Literal[]): string | undefined {
  for (const [k, x] of before.entries()) {
    for (let i = 0; i < x.type.size; i++) {
      const [a, c] = [elementAt(x, i), elementAt(after[k], i)];
      const near = typeof a === 'number' && typeof c === 'number' && Math.abs(a - c) <= 2 ** -6 * Math.max(Math.abs(a), Math.abs(c));
      if (!near && !sameElementValue(a, c)) return `result ${k}, element ${i}: ${JSON.stringify(a, text)} became ${JSON.stringify(c, text)}`;
    }
  }
  return undefined;
}

/** Runs every pass and holds its result to the program before: well formed, same types, same bits unless it says why not. Answers how many loops were fused. */
function checkPasses(program: Program, args: readonly Literal[]): number {
  let expected = evaluateProgram(program, args) as readonly Literal[];
  let before = program;
  for (const pass of passesFor({ epilogues: true })) {
    const after = pass.run(before);
    verifyProgram(after);
    expect(after.arguments).toEqual(before.arguments);
    expect(after.results.map((r) => r.type)).toEqual(before.results.map((r) => r.type));
    const results = evaluateProgram(after, args) as readonly Literal[];
    const found = pass.inexact && after !== before ? distance(expected, results) : difference(expected, results);
    if (found) expect.fail(`${pass.name}: ${found}\n${printProgram(before)}\n${printProgram(after)}`);
    [before, expected] = [after, results];
  }
  return before.operations.filter((o) => o.primitive === primitives.fused).length;
}

describe('random programs evaluate equal after every pass', () => {
  it.each([0, 25, 50])('seeds from %d', (first) => {
    let loops = 0;
    for (let seed = first; seed < first + 25; seed++) {
      const { program, args } = randomProgram(seed, 40);
      loops += checkPasses(program, args);
    }
    // Programs on which nothing fuses would show nothing.
    expect(loops).toBeGreaterThan(25);
  });
});

describe('optimize', () => {
  const { program } = randomProgram(3, 40);
  it('leaves passes out by name, and tells what ran', () => {
    const ran: string[] = [];
    optimize(program, { without: ['algebra', 'canonicalize'], onPass: (pass) => ran.push(pass.name) });
    expect(ran).toEqual(passes.map((p) => p.name).filter((name) => name !== 'algebra' && name !== 'canonicalize'));
  });
  it('refuses names that no pass has', () => expect(() => optimize(program, { without: ['fuse'] })).toThrow(/there is no pass fuse[\s\S]*valid.*dead-code/));
});

describe('sizes that arrive with the data', () => {
  const type = tensorType(f32, [symbol('batch'), 3]);
  const { program } = trace([type, tensorType(f32, [3])], (x, bias) => {
    const sum = methods.add(x, methods.broadcast(bias, type.shape, [1]));
    const y = methods.multiply(methods.maximum(sum, methods.zeros(type)), methods.ones(type));
    return [methods.reshape(methods.reshape(y, { shape: [3, symbol('batch')] }), { shape: type.shape }), methods.sum(methods.multiply(y, y), [1])];
  });
  const optimized = optimize(program, { epilogues: true });
  it('fuse as others do, and stay symbols', () => {
    verifyProgram(optimized);
    expect(optimized.results.map((r) => r.type)).toEqual(program.results.map((r) => r.type));
    expect(optimized.operations.map((o) => o.primitive.shortName)).toEqual(['broadcast_in_dim', 'constant', 'fused', 'fused_reduce']);
  });
  it('give the same results for a size', () => {
    const at = (p: Program): Program => instantiateProgram(p, new Map([['batch', 2]]));
    const args = seededArguments(at(program), 1);
    expect(difference(evaluateProgram(at(program), args) as Literal[], evaluateProgram(at(optimized), args) as Literal[])).toBeUndefined();
  });
});
