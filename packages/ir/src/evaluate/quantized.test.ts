import { describe, expect, test } from 'vitest';
import * as table from '../ops/index.ts';
import type { Primitive } from '../primitive/primitive.ts';
import { Program, ProgramValue } from '../program/program.ts';
import { type ElementType, f32, i8, i32, quantized } from '../types/element.ts';
import type { Literal } from '../types/literal.ts';
import { unknownLocation } from '../types/location.ts';
import { type TensorType, tensorType } from '../types/type.ts';
import { evaluateOperation, evaluateProgram } from './evaluator.ts';

const byTensor = (scale: number, zeroPoint: number): ElementType =>
  quantized({ storage: i8, expressed: f32, storageMin: -128, storageMax: 127, scales: [scale], zeroPoints: [zeroPoint], axis: -1 });
const stored = (element: ElementType, values: readonly number[]): Literal => ({ type: tensorType(element, [values.length]), data: Int8Array.from(values) });

/** Runs one operation whose result has a type of its own, as programs in MLIR text write it. */
function run(primitive: Primitive, operands: readonly Literal[], result: TensorType, attributes = {}): Literal {
  const places = operands.map((o) => new ProgramValue(o.type));
  const y = new ProgramValue(result);
  const operation = { primitive, operands: places, attributes: primitive.complete(attributes), regions: [], results: [y], location: unknownLocation };
  return evaluateProgram(new Program(places, [operation], [y]), operands)[0] as Literal;
}

describe('dequantize, compute, quantize', () => {
  test('a sum of tensors with different scales', () => {
    // 4 * 0.5 + (3 + 1) * 0.25 = 3 = (7 - 1) * 0.5; 100 * 0.5 + 0 is 50 = (101 - 1) * 0.5
    const sum = run(table.add, [stored(byTensor(0.5, 0), [4, 100]), stored(byTensor(0.25, -1), [3, -1])], tensorType(byTensor(0.5, 1), [2]));
    expect([...sum.data]).toEqual([7, 101]);
  });

  test('results clamp to the range of stored values', () => {
    const product = run(table.multiply, [stored(byTensor(1, 0), [100]), stored(byTensor(1, 0), [100])], tensorType(byTensor(1, 0), [1]));
    expect([...product.data]).toEqual([127]);
  });

  test('a function of floats', () => {
    // tanh(1) = 0.7616 = 97.5 / 128, quantized by 1/128 to 97; tanh(-1) to -97
    const y = run(table.tanh, [stored(byTensor(0.5, 0), [2, -2])], tensorType(byTensor(1 / 128, 0), [2]));
    expect([...y.data]).toEqual([97, -97]);
  });

  test('comparisons see the numbers', () => {
    const less = evaluateOperation(table.compare, [stored(byTensor(0.5, 0), [4, 4]), stored(byTensor(0.25, 0), [9, 8])], { comparisonDirection: 'LT' });
    expect([...(less[0] as Literal).data]).toEqual([1, 0]);
  });

  test('clamp takes three scales', () => {
    const choice = run(
      table.clamp,
      [stored(byTensor(1, 0), [-2, -2]), stored(byTensor(0.5, 0), [-10, 18]), stored(byTensor(3, 0), [1, 1])],
      tensorType(byTensor(0.5, 0), [2]),
    );
    expect([...choice.data]).toEqual([-4, 6]);
  });
});

test('batch normalization takes a scale for each operand', () => {
  // numbers: x = [[1, 2], [3, 4]], scale [1, 1], offset [0, 1], mean [2, 2], variance [1, 4]; so y = [[-1, 1], [1, 2]], stored as 2 y + 2
  const matrix = (element: ElementType, values: readonly number[]): Literal => ({ type: tensorType(element, [2, 2]), data: Int8Array.from(values) });
  const operands = [
    matrix(byTensor(0.5, 0), [2, 4, 6, 8]),
    stored(byTensor(0.25, 0), [4, 4]),
    stored(byTensor(1, 1), [1, 2]),
    stored(byTensor(2, 0), [1, 1]),
    stored(byTensor(1, -1), [0, 3]),
  ];
  const y = run(table.batchNormInference, operands, tensorType(byTensor(0.5, 2), [2, 2]), { epsilon: 0, featureIndex: 1 });
  expect([...y.data]).toEqual([0, 4, 4, 6]);
});

describe('moves', () => {
  test('between equal scales stored integers move, also those that floats cannot hold', () => {
    const wide = quantized({ storage: i32, expressed: f32, storageMin: -(2 ** 31), storageMax: 2 ** 31 - 1, scales: [0.5], zeroPoints: [0], axis: -1 });
    const x: Literal = { type: tensorType(wide, [1, 2]), data: Int32Array.of(16777217, -5) };
    const y = run(table.transpose, [x], tensorType(wide, [2, 1]), { permutation: [1, 0] });
    expect([...y.data]).toEqual([16777217, -5]);
  });

  test('between different scales the numbers move', () => {
    const y = run(table.reshape, [stored(byTensor(0.5, 0), [4, 6])], tensorType(byTensor(0.25, -1), [2, 1]), { shape: [2, 1] });
    expect([...y.data]).toEqual([7, 11]);
  });
});

test('each slice of an axis has its own scale', () => {
  const byAxis = quantized({ storage: i8, expressed: f32, storageMin: -128, storageMax: 127, scales: [1, 0.5], zeroPoints: [0, 10], axis: 1 });
  const type = tensorType(byAxis, [2, 2]);
  const x: Literal = { type, data: Int8Array.of(1, 14, 3, 6) };
  // numbers: [[1, 2], [3, -2]]; doubled: [[2, 4], [6, -4]]
  expect([...run(table.add, [x, x], type).data]).toEqual([2, 18, 6, 2]);
});
