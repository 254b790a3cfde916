/**
 * Malformed calls of every function: each must throw a class of tf.errors or a TypeError, or answer, within 100 ms; never crash, hang or throw
 * anything else. The seed is fixed; a failure prints the call.
 */
import { inspect } from 'node:util';
import { expect } from 'vitest';
import * as tf from '../src/index.ts';
import * as array from '../src/ops/array/index.ts';
import * as creation from '../src/ops/creation/index.ts';
import * as indexing from '../src/ops/indexing/index.ts';
import * as linalg from '../src/ops/linalg/index.ts';
import * as math from '../src/ops/math/index.ts';
import * as reduction from '../src/ops/reduction/index.ts';

const limitMs = 100;

/** Exports that are no operations: they run user code, or start something. */
const notOperations = new Set(['print', 'keep', 'dispose', 'tidy', 'isTensor', 'memory']);
const operationFiles = /^[a-z]/;

function operations(): Map<string, (...args: unknown[]) => unknown> {
  const found = new Map<string, (...args: unknown[]) => unknown>();
  for (const [prefix, namespace] of [
    ['', tf],
    ['math.', tf.math],
    ['linalg.', tf.linalg],
  ] as const) {
    for (const [name, value] of Object.entries(namespace)) {
      const isOperation = typeof value === 'function' && operationFiles.test(name) && !notOperations.has(name) && chapters.some((c) => name in c);
      if (isOperation && ![...found.values()].includes(value as never)) found.set(prefix + name, value as never);
    }
  }
  return found;
}

const chapters: readonly object[] = [array, creation, indexing, linalg, math, reduction];

/** A small linear congruential generator. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const detached = (): Float32Array => {
  const array = new Float32Array(4);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
};

type Make = (random: () => number) => unknown;
const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)];
const smallInt: Make = (r) => Math.floor(r() * 9) - 4;
const odd: readonly unknown[] = [
  Number.NaN,
  Infinity,
  -1,
  0.5,
  2 ** 53,
  -(2 ** 60),
  null,
  undefined,
  'axis',
  '',
  {},
  [],
  [[]],
  [[1], [1, 2]],
  true,
  3n,
  Symbol('s'),
  () => 1,
  new Date(0),
  new Map(),
];

const makers: readonly Make[] = [
  (r) => pick(odd, r),
  smallInt,
  (r) => Array.from({ length: Math.floor(r() * 4) }, () => smallInt(r)),
  () => [2 ** 31, 2 ** 31, 2 ** 31],
  (r) => [pick(odd, r), pick(odd, r)],
  () => detached(),
  (r) => tf.zeros(Array.from({ length: Math.floor(r() * 4) }, () => Math.floor(r() * 4))),
  (r) =>
    tf.fill(
      Array.from({ length: Math.floor(r() * 3) }, () => Math.floor(r() * 4)),
      Math.floor(r() * 20) - 10,
      { dtype: pick(['int32', 'int64', 'float64'], r) as 'int32' },
    ),
  () => tf.constant([true, false]),
  () => tf.constant([{ re: 1, im: 2 }]),
  () => tf.constant([1, 2, 3, 4]),
  () =>
    tf.constant([
      [1, 2],
      [3, 4],
    ]),
  (r) => ({ axis: pick([...odd, -1, 0, 1, 7], r) }),
  (r) => ({ [pick(['axes', 'axis', 'keepdims', 'dtype', 'mode', 'k', 'perm'], r)]: pick(odd, r) }),
  (r) => [tf.zeros([Math.floor(r() * 3)]), tf.zeros([2, Math.floor(r() * 3)])],
];

function show(args: readonly unknown[]): string {
  const one = (a: unknown): string =>
    a instanceof tf.Tensor ? `${a.dtype}[${a.shape}]` : ArrayBuffer.isView(a) ? 'a detached array' : inspect(a, { depth: 2 });
  return args.map((a) => (Array.isArray(a) ? `[${a.map(one).join(', ')}]` : one(a))).join(' | ');
}

/** Classes that an error may have. Native RangeErrors are no answer: only ValueError extends RangeError here. */
function isAllowed(error: unknown): boolean {
  if (error instanceof tf.errors.InternalError) return false;
  return error instanceof tf.errors.OpError || error instanceof tf.errors.ValueError || error instanceof TypeError;
}

/** TypeErrors of the engine come from our own mistakes ("x is not a function"); ours carry a code. */
const isOurs = (error: unknown): boolean => typeof (error as { code?: unknown }).code === 'string';

/** The functions under test, by the name that users call. */
export const fuzzedOperations: ReadonlyMap<string, (...args: unknown[]) => unknown> = operations();

/** Calls a function with this many random lists of arguments; fails with the call that is wrong. */
export function fuzz(name: string, call: (...args: unknown[]) => unknown, calls: number): void {
  const random = randomOf([...name].reduce((h, c) => Math.imul(h, 31) + c.charCodeAt(0), 17));
  for (let i = 0; i < calls; i++) {
    const args = Array.from({ length: Math.floor(random() * 4) }, () => pick(makers, random)(random));
    const start = performance.now();
    try {
      call(...args);
    } catch (error) {
      const text = `${name}(${show(args)}) threw ${String((error as Error).stack ?? error)}`;
      expect(isAllowed(error) && isOurs(error), text).toBe(true);
    }
    // The first calls compile kernels; the rest has room for a busy machine.
    if (i > 20) expect(performance.now() - start, `${name}(${show(args)}) took too long`).toBeLessThan(limitMs * 5);
  }
}
