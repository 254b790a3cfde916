import { type CombinerName, combinerRegion, f32, methods, primitives as p, type Region, tensorType } from '@millrace/ir';
import { describe, expect, it } from 'vitest';
import { Storage } from '../../memory/storage.ts';
import { compare, type Operand, operandOf, randomNumbers, sameAsJs } from './differential.ts';

const scalar = (value: number): Operand => ({ type: tensorType(f32, []), storage: new Storage(Float32Array.of(value)) });
const element = tensorType(f32, []);
const select = (comparisonDirection: string): Region => methods.trace([element, element], (a, b) => [methods.compare(a, b, { comparisonDirection } as never)]);

describe('windows', () => {
  const next = randomNumbers(6);
  const windows = [
    {
      windowDimensions: [1, 2, 2, 1],
      windowStrides: [1, 2, 2, 1],
      padding: [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    },
    {
      windowDimensions: [1, 3, 3, 1],
      windowStrides: [1, 2, 1, 1],
      padding: [
        [0, 0],
        [1, 1],
        [0, 2],
        [0, 0],
      ],
    },
    {
      windowDimensions: [1, 5, 4, 1],
      windowStrides: [1, 1, 1, 1],
      padding: [
        [0, 0],
        [2, 2],
        [0, 0],
        [0, 0],
      ],
    },
  ];
  it.each(windows)('reduce over %j', (attributes) => {
    for (const shape of [
      [2, 6, 7, 4],
      [1, 6, 6, 21],
    ]) {
      for (const name of ['add', 'maximum', 'minimum'] as CombinerName[]) {
        const operands = [operandOf(f32, shape, next), scalar(name === 'add' ? 0 : name === 'maximum' ? Number.NEGATIVE_INFINITY : 9)];
        expect(compare(p.reduceWindow, operands, attributes, [combinerRegion(name, f32)]).error).toBeLessThan(1e-5);
        expect(sameAsJs(p.reduceWindow, operands, attributes, [combinerRegion(name, f32)])).toBe(true);
      }
    }
  });
  it.each(windows)('scatter to the winners of %j', (attributes) => {
    for (const [shape, out] of [
      [[2, 6, 7, 4], 4],
      [[1, 6, 6, 7], 7],
    ] as const) {
      const operand = operandOf(f32, shape, next);
      // few different values, so that ties occur
      for (let i = 0; i < operand.type.size; i++) operand.storage.data[i] = Math.round(operand.storage.data[i] as number);
      const [, h, w] = shape.map(
        (d, i) => Math.floor((d + attributes.padding[i][0] + attributes.padding[i][1] - attributes.windowDimensions[i]) / attributes.windowStrides[i]) + 1,
      );
      const operands = [operand, operandOf(f32, [shape[0], h, w, out], next), scalar(0)];
      for (const direction of ['GE', 'LT'])
        expect(compare(p.selectAndScatter, operands, attributes, [select(direction), combinerRegion('add', f32)]).error).toBeLessThan(1e-6);
    }
  });

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
  it.each([5, 16, 23])('convolve %d channels by themselves', (channels) => {
    const check = (lhs: number[], rhs: number[], attributes: object): void => {
      const operands = [operandOf(f32, lhs, next), operandOf(f32, rhs, next)];
      const all = { featureGroupCount: 1, batchGroupCount: 1, element: f32, ...attributes } as never;
      expect(compare(p.convolution, operands, all).error).toBeLessThan(1e-5);
    };
    check([2, 6, 7, channels], [3, 3, 1, channels], {
      dimensionNumbers: nhwc,
      featureGroupCount: channels,
      padding: [
        [1, 1],
        [1, 1],
      ],
      windowStrides: [2, 1],
    });
    check([2, 4, 4, channels], [3, 3, 1, channels], {
      dimensionNumbers: nhwc,
      featureGroupCount: channels,
      padding: [
        [1, 2],
        [1, 1],
      ],
      lhsDilation: [2, 2],
      windowReversal: [true, true],
    });
    // the gradient of the filter: groups of the batch
    const gradient = {
      ...nhwc,
      inputBatchDimension: 3,
      inputFeatureDimension: 0,
      kernelInputFeatureDimension: 0,
      kernelOutputFeatureDimension: 3,
      kernelSpatialDimensions: [1, 2],
      outputBatchDimension: 2,
      outputSpatialDimensions: [0, 1],
    };
    check([2, 6, 6, channels], [2, 4, 4, channels], { dimensionNumbers: gradient, batchGroupCount: channels });
  });
});
