/** Contractions of the js device: one accumulator for each element, products by ascending position, whatever the loop order. */
import { bf16, buildLiteral, type ElementType, elementAt, f16, f32, f64, i8, i32, i64, type Literal, primitives, tensorType } from '@millrace/ir';
import { describe, expect, test } from 'vitest';
import { executeOn } from '../execute.ts';
import { jsDevice } from './device.ts';
import { reversedLayout } from './layouts.ts';

const draw = (element: ElementType, shape: readonly number[], seed: number): Literal =>
  buildLiteral(tensorType(element, shape), (i) => {
    const x = Math.sin((i + 1) * seed * 12.9898) * 5;
    if (element.kind === 'float') return x;
    return element.bits === 64 ? BigInt(Math.round(x * 1e9)) : Math.round(x * 20);
  });

const at = (l: Literal, shape: readonly number[], ...index: number[]): number =>
  Number(
    elementAt(
      l,
      index.reduce((sum, k, axis) => sum * shape[axis] + k, 0),
    ),
  );

function dot(lhs: Literal, rhs: Literal, contracting: readonly [number, number], element?: ElementType): readonly (readonly Literal[])[] {
  const dotDimensionNumbers = { lhsContractingDimensions: [contracting[0]], rhsContractingDimensions: [contracting[1]] };
  const attributes = { dotDimensionNumbers, ...(element ? { element } : {}) };
  const operation = { primitive: primitives.dotGeneral, operands: [lhs, rhs], attributes };
  return [executeOn(jsDevice, operation), executeOn(jsDevice, operation, reversedLayout)] as readonly (readonly Literal[])[];
}

describe.each([
  [1, 1, 1],
  [3, 5, 2],
  [5, 11, 7],
  [8, 4, 16],
  [2, 0, 5],
  [1, 130, 9],
])('[%i, %i] x [%i]', (m, k, n) => {
  test.each([
    [1, 0],
    [1, 1],
    [0, 0],
    [0, 1],
  ])('f32, contracting axes %i and %i', (l, r) => {
    const [left, right] = [l === 1 ? [m, k] : [k, m], r === 0 ? [k, n] : [n, k]];
    const [lhs, rhs] = [draw(f32, left, 1), draw(f32, right, 2)];
    const want: number[] = [];
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let acc = 0;
        for (let p = 0; p < k; p++) {
          const a = l === 1 ? at(lhs, left, i, p) : at(lhs, left, p, i);
          const b = r === 0 ? at(rhs, right, p, j) : at(rhs, right, j, p);
          acc = Math.fround(acc + Math.fround(a * b));
        }
        want.push(acc);
      }
    }
    for (const [y] of dot(lhs, rhs, [l, r])) expect([...y.data]).toEqual(want);
  });

  test('narrow floats sum in f32 and round once', () => {
    for (const element of [f16, bf16]) {
      const [lhs, rhs] = [draw(element, [m, k], 1), draw(element, [k, n], 2)];
      const want = buildLiteral(tensorType(element, [m, n]), (i) => {
        let acc = 0;
        for (let p = 0; p < k; p++) acc = Math.fround(acc + Math.fround(at(lhs, [m, k], Math.floor(i / n), p) * at(rhs, [k, n], p, i % n)));
        return acc;
      });
      for (const [y] of dot(lhs, rhs, [1, 0])) expect([...y.data]).toEqual([...want.data]);
    }
  });

  test('integers are exact or wrap', () => {
    const [lhs, rhs] = [draw(i8, [m, k], 1), draw(i8, [k, n], 2)];
    const exact = Array.from({ length: m * n }, (_, i) => {
      let acc = 0;
      for (let p = 0; p < k; p++) acc += at(lhs, [m, k], Math.floor(i / n), p) * at(rhs, [k, n], p, i % n);
      return acc;
    });
    for (const [y] of dot(lhs, rhs, [1, 0], i32)) expect([...y.data]).toEqual(exact);
    for (const [y] of dot(lhs, rhs, [1, 0])) expect([...y.data]).toEqual([...Int8Array.from(exact)]);
    const [a, b] = [draw(i64, [m, k], 1), draw(i64, [k, n], 2)];
    const wide = Array.from({ length: m * n }, (_, i) => {
      let acc = 0n;
      for (let p = 0; p < k; p++) acc += (a.data[Math.floor(i / n) * k + p] as bigint) * (b.data[p * n + (i % n)] as bigint);
      return BigInt.asIntN(64, acc);
    });
    for (const [y] of dot(a, b, [1, 0])) expect([...y.data]).toEqual(wide);
  });
});

/** NHWC by HWIO, from the definition. */
function convolve(x: Literal, w: Literal, shapes: readonly (readonly number[])[], options: { stride: number; pad: number; groups: number }): number[] {
  const [xs, ws] = shapes;
  const size = (d: number, k: number): number => Math.floor((d + 2 * options.pad - k) / options.stride) + 1;
  const [rows, columns] = [size(xs[1], ws[0]), size(xs[2], ws[1])];
  const out: number[] = [];
  for (let b = 0; b < xs[0]; b++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        for (let o = 0; o < ws[3]; o++) {
          let acc = 0;
          for (let p = 0; p < ws[0]; p++)
            for (let q = 0; q < ws[1]; q++)
              for (let c = 0; c < ws[2]; c++) {
                const [r, s] = [i * options.stride + p - options.pad, j * options.stride + q - options.pad];
                if (r < 0 || s < 0 || r >= xs[1] || s >= xs[2]) continue;
                const channel = Math.floor(o / (ws[3] / options.groups)) * ws[2] + c;
                acc += at(x, xs, b, r, s, channel) * at(w, ws, p, q, c, o);
              }
          out.push(acc);
        }
  return out;
}

test.each([
  ['plain', [2, 5, 6, 5], [3, 3, 5, 8], { stride: 1, pad: 0, groups: 1 }],
  ['padded with stride', [1, 7, 6, 9], [3, 2, 9, 5], { stride: 2, pad: 1, groups: 1 }],
  ['window of 1', [1, 4, 4, 6], [1, 1, 6, 4], { stride: 1, pad: 1, groups: 1 }],
  ['grouped', [1, 5, 5, 8], [3, 3, 4, 10], { stride: 1, pad: 1, groups: 2 }],
  ['depthwise', [2, 5, 5, 16], [3, 3, 1, 16], { stride: 1, pad: 1, groups: 16 }],
  ['depthwise with multiplier', [1, 4, 4, 8], [2, 2, 1, 16], { stride: 1, pad: 0, groups: 8 }],
])('convolution: %s', (_name, xs, ws, options) => {
  const [x, w] = [draw(f64, xs, 1), draw(f64, ws, 2)];
  const attributes = {
    dimensionNumbers: {
      inputBatchDimension: 0,
      inputFeatureDimension: 3,
      inputSpatialDimensions: [1, 2],
      kernelInputFeatureDimension: 2,
      kernelOutputFeatureDimension: 3,
      kernelSpatialDimensions: [0, 1],
      outputBatchDimension: 0,
      outputFeatureDimension: 3,
      outputSpatialDimensions: [1, 2],
    },
    windowStrides: [options.stride, options.stride],
    padding: [
      [options.pad, options.pad],
      [options.pad, options.pad],
    ],
    featureGroupCount: options.groups,
  };
  const want = convolve(x, w, [xs, ws], options);
  for (const layout of [undefined, reversedLayout]) {
    const y = executeOn(jsDevice, { primitive: primitives.convolution, operands: [x, w], attributes }, layout);
    // Padding adds nothing and the order is the same, so sums are equal to the last bit.
    expect([...(y as readonly Literal[])[0].data]).toEqual(want);
  }
});
