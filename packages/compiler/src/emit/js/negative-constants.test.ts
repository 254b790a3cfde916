/** A sign before a constant with a sign of its own: `--5n` is no expression. Found by the fuzzer. */
import { applyScalar, type ElementType, f64, i32, i64, pointwise, scalarConstant, type TypedArray } from '@millrace/ir';
import { expect, test } from 'vitest';
import { compileSource } from './compile-source.ts';
import { flatSource } from './pointwise.ts';

test.each([
  ['f64', f64, new Float64Array([6]), new Float64Array(1), 11],
  ['i32', i32, new Int32Array([6]), new Int32Array(1), 11],
  ['i64', i64, new BigInt64Array([6n]), new BigInt64Array(1), 11n],
] as const)('x + -(-5) in %s', (_name, element: ElementType, x: TypedArray, y: TypedArray, expected) => {
  const form = pointwise([0], (input) => applyScalar('add', [input, applyScalar('negate', [scalarConstant(-5)])]));
  const source = flatSource({ form, operands: [element], results: [element] }, ['each']) ?? 'no code';
  compileSource<(n: number, x: TypedArray, offset: number, y: TypedArray) => void>(source)?.(1, x, 0, y);
  expect(y[0]).toBe(expected);
});
