import { f32, primitives } from '@millrace/ir';
import { describe, expect, it } from 'vitest';
import { compare, operandOf, randomNumbers, sameAsJs } from './differential.ts';

const { convolution } = primitives;
const nhwc = {
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
/** What the gradients use: features and examples change places. */
const inputGradient = { ...nhwc, kernelInputFeatureDimension: 3, kernelOutputFeatureDimension: 2 };
const filterGradient = {
  ...nhwc,
  inputBatchDimension: 3,
  inputFeatureDimension: 0,
  kernelInputFeatureDimension: 0,
  kernelOutputFeatureDimension: 3,
  kernelSpatialDimensions: [1, 2],
  outputBatchDimension: 2,
  outputFeatureDimension: 3,
  outputSpatialDimensions: [0, 1],
};

describe('convolutions', () => {
  const next = randomNumbers(4);
  const check = (lhs: number[], rhs: number[], attributes: object): void => {
    const operands = [operandOf(f32, lhs, next), operandOf(f32, rhs, next)];
    const all = { featureGroupCount: 1, batchGroupCount: 1, element: f32, ...attributes } as never;
    expect(compare(convolution, operands, all).error, JSON.stringify([lhs, rhs, attributes])).toBeLessThan(1e-5);
    expect(sameAsJs(convolution, operands, all), JSON.stringify([lhs, rhs, attributes])).toBe(true);
  };
  it('forward, with strides, padding and dilation', () => {
    check([2, 6, 7, 3], [3, 3, 3, 5], { dimensionNumbers: nhwc });
    check([2, 6, 7, 1], [3, 3, 1, 9], {
      dimensionNumbers: nhwc,
      padding: [
        [1, 1],
        [1, 1],
      ],
    });
    check([1, 9, 8, 6], [3, 2, 6, 8], {
      dimensionNumbers: nhwc,
      padding: [
        [1, 0],
        [0, 1],
      ],
      windowStrides: [2, 2],
    });
    check([1, 9, 9, 4], [2, 2, 4, 3], {
      dimensionNumbers: nhwc,
      rhsDilation: [2, 3],
      padding: [
        [2, 2],
        [3, 0],
      ],
    });
    check([3, 5, 5, 8], [1, 1, 8, 16], { dimensionNumbers: nhwc });
  });
  it('of one pixel that skips pixels: shortcuts of residual networks', () => {
    for (const windowStrides of [
      [2, 2],
      [1, 3],
      [2, 1],
    ])
      for (const lhs of [
        [1, 8, 8, 8],
        [3, 7, 9, 6],
      ])
        check(lhs, [1, 1, lhs[3], 16], { dimensionNumbers: nhwc, windowStrides });
  });
  it('gradient of the input: reversed windows on a dilated operand', () => {
    check([2, 6, 7, 5], [3, 3, 3, 5], {
      dimensionNumbers: inputGradient,
      padding: [
        [2, 2],
        [2, 2],
      ],
      windowReversal: [true, true],
    });
    check([1, 4, 4, 8], [3, 2, 6, 8], {
      dimensionNumbers: inputGradient,
      padding: [
        [1, 2],
        [1, 1],
      ],
      lhsDilation: [2, 2],
      windowReversal: [true, true],
    });
  });
  it('gradient of the filter: sums over examples and pixels', () => {
    check([3, 6, 7, 4], [3, 4, 5, 6], { dimensionNumbers: filterGradient });
    check([2, 6, 6, 3], [2, 3, 3, 9], {
      dimensionNumbers: filterGradient,
      padding: [
        [1, 0],
        [1, 0],
      ],
      rhsDilation: [2, 2],
    });
    check([5, 6, 6, 1], [5, 6, 6, 8], {
      dimensionNumbers: filterGradient,
      padding: [
        [1, 1],
        [1, 1],
      ],
    });
  });
});
