/** 16-bit floats on the wasm device, bit for bit against the reference evaluator: all patterns, ties and limits included. */
import { bf16, type ElementType, f16, f32, i1, i32, type Primitive, primitives, readElement, tensorType } from '@millrace/ir';
import { describe, expect, it } from 'vitest';
import { Storage } from '../../memory/storage.ts';
import { compare, type Operand, randomNumbers } from './differential.ts';

const {
  add,
  subtract,
  multiply,
  divide,
  maximum,
  minimum,
  sqrt,
  negate,
  abs,
  sign,
  floor,
  ceil,
  convert,
  compare: comparison,
  select,
  isFiniteElement: finite,
} = primitives;
const all = Uint16Array.from({ length: 65536 }, (_, i) => i);
const bitsOf = (element: ElementType, bits: Uint16Array): Operand => ({ type: tensorType(element, [bits.length]), storage: new Storage(bits) });

/** Patterns of the type in a seeded random order. */
function shuffled(seed: number): Uint16Array {
  const next = randomNumbers(seed);
  const bits = all.slice();
  for (let i = bits.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [bits[i], bits[j]] = [bits[j], bits[i]];
  }
  return bits;
}

function expectSameBits(primitive: Primitive, operands: readonly Operand[], attributes = {}): void {
  const { got, want } = compare(primitive, operands, attributes);
  const { element } = want[0].type;
  // The bits of a NaN say nothing.
  const bothNaN = (i: number): boolean => [got[0], want[0].data].every((data) => Number.isNaN(readElement(element, data, i)));
  const wrong = [...got[0]].findIndex((x, i) => !Object.is(x, want[0].data[i]) && !bothNaN(i));
  expect(wrong === -1 ? 'equal' : `element ${wrong}: ${got[0][wrong]}, not ${want[0].data[wrong]}`).toBe('equal');
}

/** Every value of the type, the middle between neighbors, and one step of f32 to either side of both. */
function aroundAll(element: ElementType): Float32Array {
  const words = new Uint32Array(65536 * 6);
  const floats = new Float32Array(words.buffer);
  const widened = compare(convert, [bitsOf(element, all)], { element: f32 }).want[0].data as Float32Array;
  const bits = new Uint32Array(Float32Array.from(widened).buffer);
  const step = element === bf16 ? 2 ** 15 : 2 ** 12;
  bits.forEach((b, i) => [0, 1, -1, step, step + 1, step - 1].forEach((d, k) => (words[6 * i + k] = b + d)));
  return floats;
}

describe.each([bf16, f16])('%s', (element) => {
  it('becomes f32 and comes back', () => {
    expectSameBits(convert, [bitsOf(element, all)], { element: f32 });
    const around = aroundAll(element);
    expectSameBits(convert, [{ type: tensorType(f32, [around.length]), storage: new Storage(around) }], { element });
  });
  it.each([negate, abs, sign, floor, ceil, sqrt, finite].map((p) => [p.name, p] as const))('%s of every value', (_name, primitive) =>
    expectSameBits(primitive, [bitsOf(element, all)]),
  );
  it.each([add, subtract, multiply, divide, maximum, minimum].map((p) => [p.name, p] as const))('%s of 200,000 pairs', (_name, primitive) => {
    for (const seed of [1, 2, 3]) expectSameBits(primitive, [bitsOf(element, shuffled(seed)), bitsOf(element, shuffled(seed + 10))]);
  });
  it('compares, selects, and converts to and from others', () => {
    for (const comparisonDirection of ['EQ', 'NE', 'LT', 'LE', 'GT', 'GE'])
      expectSameBits(comparison, [bitsOf(element, shuffled(1)), bitsOf(element, shuffled(2))], { comparisonDirection });
    const predicate = { type: tensorType(i1, [65536]), storage: new Storage(Uint8Array.from(all, (b) => b & 1)) };
    expectSameBits(select, [predicate, bitsOf(element, all), bitsOf(element, shuffled(4))]);
    expectSameBits(convert, [predicate], { element });
    expectSameBits(convert, [bitsOf(element, all)], { element: i32 });
    expectSameBits(convert, [bitsOf(element, all)], { element: element === bf16 ? f16 : bf16 });
  });
  it.each([1, 2, 3, 5, 7])('the last %d elements of a row are written, and nothing behind them', (count) => {
    expectSameBits(add, [bitsOf(element, shuffled(5).slice(0, count)), bitsOf(element, shuffled(6).slice(0, count))]);
  });
});
