/** Sums of the js device in the canonical order, bit for bit, against the order as it is written down. */
import { finishBlocks, pushBlock, reductionBlock, reductionLanes } from '@millrace/compiler';
import { buildLiteral, combinerRegion, EvalBuilder, f32, f64, installBase, type Literal, literal, primitives, tensorType } from '@millrace/ir';
import { expect, test } from 'vitest';
import { Storage } from '../../memory/storage.ts';
import { executeOn, type Layout } from '../execute.ts';
import { jsDevice } from './device.ts';
import { reversedLayout } from './layouts.ts';

installBase(new EvalBuilder());

type Combine = (a: number, b: number) => number;
const addSingle: Combine = (a, b) => Math.fround(a + b);
const addDouble: Combine = (a, b) => a + b;
const multiplySingle: Combine = (a, b) => Math.fround(a * b);

/** Steps 1 to 5 of loops/reduction-order.ts. */
function canonical(x: ArrayLike<number>, initial: number, identity: number, combine: Combine): number {
  const stack: number[] = [];
  for (let block = 0; block * reductionBlock < x.length; block++) {
    const lanes = new Array<number>(reductionLanes).fill(identity);
    const end = Math.min(x.length, (block + 1) * reductionBlock);
    for (let i = block * reductionBlock; i < end; i++) lanes[i % reductionLanes] = combine(lanes[i % reductionLanes], x[i]);
    for (let half = reductionLanes / 2; half >= 1; half /= 2) for (let j = 0; j < half; j++) lanes[j] = combine(lanes[j], lanes[j + half]);
    pushBlock(stack, block, lanes[0], combine);
  }
  return combine(initial, finishBlocks(stack, identity, combine));
}

const element = (i: number): number => Math.sin(i * 12.9898) * 10 ** (i % 5);

function reduce(operand: Literal, dimensions: readonly number[], initial: number, combiner: 'add' | 'multiply', layout?: Layout): readonly number[] {
  const { element: type } = operand.type;
  const init = literal(tensorType(type, []), type === f32 ? Float32Array.of(initial) : Float64Array.of(initial));
  const regions = [{ program: combinerRegion(combiner, type).program, captures: [] }];
  const results = executeOn(jsDevice, { primitive: primitives.reduce, operands: [operand, init], attributes: { dimensions }, regions }, layout);
  return [...(results as readonly Literal[])[0].data].map(Number);
}

test.each([0, 1, 15, 16, 17, 100, 4095, 4096, 4097, 8192, 12_289, 20_000])('a run of %i', (n) => {
  for (const [type, combine] of [[f32, addSingle] as const, [f64, addDouble] as const]) {
    const x = buildLiteral(tensorType(type, [n]), element);
    for (const layout of [undefined, reversedLayout])
      expect(reduce(x, [0], 0.25, 'add', layout)).toEqual([canonical(x.data as Float32Array, 0.25, -0, combine)]);
  }
});

test('a product', () => {
  const x = buildLiteral(tensorType(f32, [5000]), (i) => 1 + Math.sin(i) / 100);
  expect(reduce(x, [0], 1, 'multiply')).toEqual([canonical(x.data as Float32Array, 1, 1, multiplySingle)]);
});

test('a sum of negative zeros is a negative zero', () => {
  const x = buildLiteral(tensorType(f32, [40]), () => -0);
  expect(Object.is(reduce(x, [0], -0, 'add')[0], -0)).toBe(true);
});

const columnsOf = (x: Literal, rows: number, width: number): number[][] =>
  Array.from({ length: width }, (_, c) => Array.from({ length: rows }, (_r, r) => (x.data as Float32Array)[r * width + c]));

test.each([
  [3, 8],
  [17, 5],
  [100, 33],
  [4097, 9],
  [9000, 8],
])('columns of %i rows, %i wide', (rows, width) => {
  const x = buildLiteral(tensorType(f32, [rows, width]), element);
  const want = columnsOf(x, rows, width).map((column) => canonical(column, 0, -0, addSingle));
  for (const layout of [undefined, reversedLayout]) expect(reduce(x, [0], 0, 'add', layout)).toEqual(want);
});

test('axes that do not join: the elements of a result follow the order of its dimensions', () => {
  const x = buildLiteral(tensorType(f32, [6, 4, 50]), element);
  const want = Array.from({ length: 4 }, (_, m) => {
    const elements = Array.from({ length: 300 }, (_e, i) => (x.data as Float32Array)[(Math.floor(i / 50) * 4 + m) * 50 + (i % 50)]);
    return canonical(elements, 0, -0, addSingle);
  });
  for (const layout of [undefined, reversedLayout]) expect(reduce(x, [0, 2], 0, 'add', layout)).toEqual(want);
});

test('a reduction keeps nothing from the call before', () => {
  const one = new Storage(Float32Array.of(1, 2, 3));
  const type = tensorType(f32, [3]);
  const program = combinerRegion('add', f32).program;
  const operands = [type, tensorType(f32, [])];
  const attributes = { dimensions: [0] };
  const lowered = primitives.reduce.lower(operands, attributes, [program]);
  const kernel = jsDevice.kernel({ primitive: primitives.reduce, attributes, lowered, operands, results: [tensorType(f32, [])], regions: [program] });
  const out = new Float32Array(1);
  for (let i = 0; i < 3; i++) {
    kernel?.([one, new Storage(Float32Array.of(i))], [out]);
    expect(out[0]).toBe(6 + i);
  }
});
