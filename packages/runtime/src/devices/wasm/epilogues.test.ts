/** Products and convolutions that compute on their sums: held to the evaluator, and bit for bit to the js device, which runs product and loop apart. */
import { applyScalar, f32, i1, i32, methods, primitives, type Region, type Scalar, scalarInput, select, tensorType, trace } from '@millrace/ir';
import { describe, expect, it } from 'vitest';
import { broadcast, compare, type Operand, operandOf, randomNumbers, sameAsJs } from './differential.ts';

const { fusedContract } = primitives;
const [sum, first, second] = [scalarInput(0), scalarInput(1), scalarInput(2)];
const next = randomNumbers(11);

function matmul(batch: readonly number[], m: number, k: number, n: number): Region[] {
  const axes = batch.map((_, i) => i);
  const numbers = {
    lhsBatchingDimensions: axes,
    rhsBatchingDimensions: axes,
    lhsContractingDimensions: [batch.length + 1],
    rhsContractingDimensions: [batch.length],
  };
  return [
    trace([tensorType(f32, [...batch, m, k]), tensorType(f32, [...batch, k, n])], (a, b) => [
      methods.dotGeneral(a, b, { dotDimensionNumbers: numbers as never, element: f32 }),
    ]),
  ];
}

const attributesOf = (expressions: readonly Scalar[]): never => ({ expressions }) as never;
const errorOf = (operands: readonly Operand[], regions: readonly Region[], ...expressions: readonly Scalar[]): number =>
  compare(fusedContract, operands, attributesOf(expressions), regions).error;

function check(operands: readonly Operand[], regions: readonly Region[], ...expressions: readonly Scalar[]): void {
  expect(errorOf(operands, regions, ...expressions)).toBeLessThan(6e-5);
  expect(sameAsJs(fusedContract, operands, attributesOf(expressions), regions)).toBe(true);
}

const shifted = sum.add(first);
/** Small, so that high powers of it stay near each other. */
const scaled = shifted.mul(0.015625);
/** Longer than what a tile writes out. */
const polynomial = Array.from({ length: 12 }, (_, i) => 1 / (i + 1)).reduce((p, c) => p.mul(scaled).add(c), scaled);
const gelu = shifted.mul(0.5).mul(applyScalar('erf', [shifted.mul(Math.SQRT1_2)]).add(1));

describe('matrix products with epilogues', () => {
  const sizes = [
    [1, 1, 1],
    [4, 8, 8],
    [5, 9, 7],
    [3, 38, 17],
    [67, 33, 70],
    // sums are stored before they are complete
    [6, 13, 1030],
    [2, 65, 530],
    [130, 10, 5],
  ] as const;
  describe.each(sizes)('[%d, k] by [k, %d], k = %d', (m, n, k) => {
    const factors = (): Operand[] => [operandOf(f32, [m, k], next), operandOf(f32, [k, n], next)];
    const bias = (): Operand => broadcast(f32, [m, n], [true, false], next);
    it('bias and rectifier', () => check([...factors(), bias()], matmul([], m, k, n), sum.add(first).max(0)));
    it('a polynomial that does not fit into the tile', () => check([...factors(), bias()], matmul([], m, k, n), polynomial));
    // The functions of the two devices differ in last bits.
    it('bias and gelu', () => expect(errorOf([...factors(), bias()], matmul([], m, k, n), gelu)).toBeLessThan(6e-5));
    it('a residual and an element for each row', () =>
      check([...factors(), operandOf(f32, [m, n], next), broadcast(f32, [m, n], [false, true], next)], matmul([], m, k, n), sum.mul(second).add(first)));
    it('several results of several types', () =>
      check([...factors(), bias(), operandOf(f32, [], next)], matmul([], m, k, n), sum.add(first), sum.add(first).greater(0), sum.mul(second).convert(i32)));
    it('a choice by a mask', () => check([...factors(), operandOf(i1, [m, n], next)], matmul([], m, k, n), select(first, sum, sum.mul(0.25))));
  });
  it.each([
    [3, 5, 9, 6],
    [2, 2, 17, 600],
  ])('%d batches of [%d, k] by [k, %d], k = %d', (batch, m, n, k) => {
    const factors = [operandOf(f32, [batch, m, k], next), operandOf(f32, [batch, k, n], next)];
    const regions = matmul([batch], m, k, n);
    check([...factors, operandOf(f32, [batch, m, n], next), broadcast(f32, [batch, m, n], [true, false, true], next)], regions, sum.add(first).mul(second));
    check(
      [...factors, broadcast(f32, [batch, m, n], [false, true, true], next), broadcast(f32, [batch, m, n], [true, true, false], next)],
      regions,
      sum.mul(first).add(second),
    );
  });
});

describe('heads of attention with epilogues', () => {
  const numbers = { lhsBatchingDimensions: [0, 2], rhsBatchingDimensions: [0, 2], lhsContractingDimensions: [3], rhsContractingDimensions: [3] };
  it.each([
    [3, 7, 9],
    [2, 2, 33],
  ])('%d examples of 4 heads, %d by %d', (examples, m, n) => {
    const [lhs, rhs] = [
      [examples, m, 4, 6],
      [examples, n, 4, 6],
    ];
    const region = trace([tensorType(f32, lhs), tensorType(f32, rhs)], (q, k) => [
      methods.dotGeneral(q, k, { dotDimensionNumbers: numbers as never, element: f32 }),
    ]);
    const shape = [examples, 4, m, n];
    const factors = [operandOf(f32, lhs, next), operandOf(f32, rhs, next)];
    const mask = broadcast(i1, shape, [false, true, true, false], next);
    check([...factors, mask, operandOf(f32, shape, next)], [region], select(first, sum.mul(0.125), second));
    check([...factors, broadcast(f32, shape, [true, false, false, false], next)], [region], sum.add(first), sum.greater(first));
  });
});

describe('convolutions with epilogues', () => {
  const dimensionNumbers = {
    inputBatchDimension: 0,
    inputFeatureDimension: 3,
    inputSpatialDimensions: [1, 2],
    kernelInputFeatureDimension: 2,
    kernelOutputFeatureDimension: 3,
    kernelSpatialDimensions: [0, 1],
    outputBatchDimension: 0,
    outputFeatureDimension: 3,
    outputSpatialDimensions: [1, 2],
  };
  const padding = [
    [1, 1],
    [1, 1],
  ];
  it.each([
    [
      [2, 6, 7, 3],
      [3, 3, 3, 5],
    ],
    [
      [1, 9, 8, 64],
      [3, 3, 64, 9],
    ],
    [
      [2, 5, 6, 1],
      [3, 3, 1, 16],
    ],
    [
      [3, 5, 5, 8],
      [1, 1, 8, 16],
    ],
  ])('windows %j on %j', (image, filter) => {
    const region = trace([tensorType(f32, image), tensorType(f32, filter)], (x, w) => [
      methods.convolution(x, w, {
        featureGroupCount: 1,
        batchGroupCount: 1,
        element: f32,
        dimensionNumbers: dimensionNumbers as never,
        padding: (filter[0] === 1 ? [] : padding) as never,
      }),
    ]);
    const [batch, height, width] = image;
    const shape = [batch, height, width, filter[3]];
    const factors = [operandOf(f32, image, next), operandOf(f32, filter, next)];
    const channel = (): Operand => broadcast(f32, shape, [true, true, true, false], next);
    check([...factors, channel(), channel()], [region], sum.mul(first).add(second).max(0).min(6));
    check([...factors, channel(), operandOf(f32, shape, next)], [region], sum.add(first).add(second), sum.add(first));
    check([...factors, channel()], [region], polynomial);
  });
});

describe('what no schedule takes', () => {
  it('results none of which has room for a sum', () => {
    const operands = [operandOf(f32, [4, 4], next), operandOf(f32, [4, 4], next)];
    expect(() => compare(fusedContract, operands, { expressions: [sum.greater(0)] as never }, matmul([], 4, 4, 4))).toThrow(/no wasm kernel/);
  });
});
