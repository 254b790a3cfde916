/** Eager execution: caches, views, control flow, memory, events. */
import { buildLiteral, combinerRegion, f32, i1, i32, installBase, interpret, literal, methods, plainHost, tensorType, trace, type Value } from '@millrace/ir';
import { beforeEach, expect, test } from 'vitest';
import { describeDevices, setDevice } from '../devices/chain.ts';
import { type OperationEvent, onEvent } from '../events/events.ts';
import { memoryCounters } from '../memory/pool.ts';
import type { Storage } from '../memory/storage.ts';
import { EagerBuilder } from './eager-builder.ts';

const eager = new EagerBuilder(plainHost);
beforeEach(() => installBase(eager));

const range = (shape: readonly number[]): Value => methods.constant(buildLiteral(tensorType(f32, shape), (i) => i));
const numbers = (v: Value): number[] => [...eager.dataOf(v)].map(Number);
const storage = (v: Value): Storage => v.payload as Storage;

test('adds, and repeats with the cached kernel', () => {
  const x = range([4]);
  expect(numbers(methods.add(x, x))).toEqual([0, 2, 4, 6]);
  expect(numbers(methods.add(x, methods.add(x, x)))).toEqual([0, 3, 6, 9]);
});

test('operands of wrong types raise on every call', () => {
  for (let i = 0; i < 3; i++) expect(() => methods.add(range([2]), range([3]))).toThrow(/one shape/);
});

test('attributes tell entries of one type apart', () => {
  const x = range([2, 3]);
  expect(numbers(methods.transpose(x, { permutation: [1, 0] }))).toEqual([0, 3, 1, 4, 2, 5]);
  expect(numbers(methods.transpose(x, { permutation: [0, 1] }))).toEqual([0, 1, 2, 3, 4, 5]);
  expect(numbers(methods.transpose(x, { permutation: [1, 0] }))).toEqual([0, 3, 1, 4, 2, 5]);
});

test('a list of attributes that its owner changes later finds no old entry', () => {
  const x = range([2, 3]);
  const permutation = [1, 0];
  expect(methods.transpose(x, { permutation }).type).toBe(tensorType(f32, [3, 2]));
  permutation.reverse();
  expect(methods.transpose(x, { permutation }).type).toBe(tensorType(f32, [2, 3]));
});

test('a large transpose, broadcast and slice of rows share the data; a small part of a large tensor does not', () => {
  const x = range([64, 64]);
  const transposed = methods.transpose(x, { permutation: [1, 0] });
  expect(storage(transposed).data).toBe(storage(x).data);
  expect(storage(transposed).strides).toEqual([1, 64]);
  const repeated = methods.broadcastInDim(x, { shape: [5, 64, 64], broadcastDimensions: [1, 2] });
  expect(storage(repeated).data).toBe(storage(x).data);
  const most = methods.slice(x, { startIndices: [8, 0], limitIndices: [64, 64], strides: [1, 1] });
  expect(storage(most).data).toBe(storage(x).data);
  expect([storage(most).strides, storage(most).offset]).toEqual([null, 512]);
  expect(numbers(most)[0]).toBe(512);
  const few = methods.slice(x, { startIndices: [0, 0], limitIndices: [8, 64], strides: [1, 1] });
  expect(storage(few).data).not.toBe(storage(x).data);
  expect(numbers(few)).toEqual(numbers(x).slice(0, 512));
});

test('views go on into kernels and further views', () => {
  const x = range([20, 30]);
  const t = methods.transpose(x, { permutation: [1, 0] });
  const sum = methods.reduce([t], [methods.scalar(f32, 0)], { dimensions: [1], body: combinerRegion('add', f32) })[0];
  expect(numbers(sum)).toEqual(Array.from({ length: 30 }, (_, c) => 20 * c + (30 * 19 * 20) / 2));
  const back = methods.transpose(methods.add(t, t), { permutation: [1, 0] });
  expect(numbers(back)).toEqual(numbers(x).map((v) => 2 * v));
  expect(numbers(methods.reshape(t, { shape: [600] })).slice(0, 3)).toEqual([0, 30, 60]);
  const rows = methods.slice(t, { startIndices: [1, 0], limitIndices: [30, 20], strides: [1, 1] });
  expect(numbers(rows).slice(0, 2)).toEqual([1, 31]);
});

test('a released tensor says so, and its array serves later results', () => {
  const type = tensorType(f32, [100_000]);
  const x = eager.fromData(type, new Float32Array(100_000).fill(1), true);
  const before = memoryCounters();
  const y = methods.add(x, x);
  const array = storage(y).data;
  eager.release(y);
  expect(() => methods.add(y, x)).toThrow(/used after it was disposed/);
  const z = methods.multiply(x, x);
  expect(storage(z).data).toBe(array);
  expect(numbers(z)[99_999]).toBe(1);
  expect(memoryCounters().reused).toBe(before.reused + 1);
  eager.release(z, 'donated to f at train.ts:3:1');
  expect(() => methods.negate(z)).toThrow(/donated to f at train.ts:3:1/);
});

test('an array that a view or a user holds is never given away', () => {
  const type = tensorType(f32, [50_000]);
  const x = methods.add(eager.fromData(type, new Float32Array(50_000)), eager.fromData(type, new Float32Array(50_000)));
  const view = methods.reshape(x, { shape: [500, 100] });
  eager.release(x);
  const y = methods.negate(eager.fromData(type, new Float32Array(50_000).fill(3)));
  expect(storage(y).data).not.toBe(storage(view).data);
  expect(numbers(view)[0]).toBe(0);
  const held = eager.dataOf(y);
  eager.release(y);
  const z = methods.negate(eager.fromData(type, new Float32Array(50_000).fill(4)));
  expect(storage(z).data).not.toBe(held);
  expect(held[0]).toBe(-3);
});

test('writing a variable in place copies what others hold', () => {
  const type = tensorType(f32, [3]);
  const x = eager.fromData(type, Float32Array.of(1, 2, 3), true);
  const own = storage(x).data;
  expect(storage(x).writable()).toBe(own);
  storage(x).exposed = true;
  const fresh = storage(x).writable();
  expect(fresh).not.toBe(own);
  expect([...fresh]).toEqual([1, 2, 3]);
  expect(storage(x).exposed).toBe(false);
});

test('control flow runs its regions on eager values', () => {
  const count = tensorType(i32, []);
  const start = methods.scalar(i32, 0);
  const doubled = methods.whileLoop([start, range([2])], {
    cond: trace([count, tensorType(f32, [2])], (i) => [methods.compare(i, methods.scalar(i32, 3), { comparisonDirection: 'LT' })]),
    body: trace([count, tensorType(f32, [2])], (i, x) => [methods.add(i, methods.scalar(i32, 1)), methods.add(x, x)]),
  });
  expect(doubled.map(numbers)).toEqual([[3], [0, 8]]);
  const captured = range([2]);
  const choose = (p: boolean): Value =>
    methods.ifElse(methods.constant(literal(tensorType(i1, []), Uint8Array.of(p ? 1 : 0))), {
      trueBranch: trace([], () => [methods.add(captured, captured)]),
      falseBranch: trace([], () => [captured]),
    })[0];
  expect([numbers(choose(true)), numbers(choose(false))]).toEqual([
    [0, 2],
    [0, 1],
  ]);
});

test('regions that capture scalars run in kernels', () => {
  const offset = methods.scalar(f32, 10);
  const scalar = tensorType(f32, []);
  const body = trace([scalar, scalar], (a, b) => [methods.add(methods.add(a, b), offset)]);
  const sum = methods.reduce([range([4])], [methods.scalar(f32, 0)], { dimensions: [0], body })[0];
  expect(numbers(sum)).toEqual([46]);
});

test('a program gives the same through interpret', () => {
  const type = tensorType(f32, [3]);
  const { program } = trace([type], (x) => [methods.multiply(x, methods.tanh(x))]);
  const [y] = interpret(program, [range([3])]);
  expect(numbers(y)).toEqual([0, 1, 2].map((v) => Math.fround(v * Math.fround(Math.tanh(v)))));
});

test('events name operations and what ran them; without a listener there are none', () => {
  const seen: OperationEvent[] = [];
  const stop = onEvent((e) => seen.push(e));
  const x = range([64, 64]);
  methods.transpose(methods.add(x, x), { permutation: [1, 0] });
  stop();
  methods.add(x, x);
  expect(seen.map((e) => e.name)).toContain('stablehlo.add');
  const transpose = seen.find((e) => e.name === 'stablehlo.transpose');
  expect(transpose?.device).toBe('view');
  expect(transpose?.results[0].shape).toEqual([64, 64]);
  expect(seen.every((e) => e.end >= e.start)).toBe(true);
});

test('a tracker sees the values that are made', () => {
  const seen: Value[] = [];
  const before = eager.track((v) => seen.push(v));
  const y = methods.negate(range([2]));
  eager.track(before);
  methods.negate(y);
  expect(seen).toHaveLength(2);
  expect(seen[1]).toBe(y);
});

test('a scope gives back what it made, but not what it returns', () => {
  const type = tensorType(f32, [40_000]);
  const x = eager.fromData(type, new Float32Array(40_000).fill(2));
  let inner: Value | undefined;
  const before = memoryCounters();
  const y = eager.scoped(
    () => {
      inner = methods.multiply(x, x);
      return methods.reshape(methods.add(inner, x), { shape: [200, 200] });
    },
    (result) => [result],
  );
  expect(() => methods.negate(inner as Value)).toThrow(/released with the scope/);
  expect(memoryCounters().releases).toBe(before.releases + 2);
  // The reshaped result shares the sum's array, which therefore was not given away.
  const z = methods.negate(x);
  expect(storage(z).data).not.toBe(storage(y).data);
  expect(numbers(y)[39_999]).toBe(6);
  expect(numbers(x)[0]).toBe(2);
});

test('devices are chosen by name', () => {
  setDevice('js');
  expect(describeDevices().chain).toEqual(['js']);
  expect(numbers(methods.add(range([2]), range([2])))).toEqual([0, 2]);
  expect(() => setDevice('jz')).toThrow(/did you mean 'js'/);
});
