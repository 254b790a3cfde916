import { checkLayer, checkRejects } from '@millrace/testing/layers';
import { describe } from 'vitest';
import {
  averagePooling1d,
  averagePooling2d,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  maxPooling1d,
  maxPooling2d,
} from '../all.ts';

const image = [
  [
    [[1], [2], [3]],
    [[4], [5], [6]],
    [[7], [8], [9]],
  ],
];

describe('MaxPooling2D', () => {
  checkLayer(maxPooling2d, [
    { options: {}, input: [1, 3, 3, 1], output: [1, 1, 1, 1], values: { in: image, out: [5] } },
    { options: { padding: 'same' }, input: [1, 3, 3, 1], output: [1, 2, 2, 1], values: { in: image, out: [5, 6, 8, 9] } },
    { options: { poolSize: [2, 1], strides: 1 }, input: [2, 4, 4, 3], output: [2, 3, 4, 3] },
    { options: { dataFormat: 'channels_first' }, input: [1, 2, 4, 4], output: [1, 2, 2, 2] },
  ]);
  checkRejects(maxPooling2d, [
    { options: { poolSize: 0 }, message: /poolSize must be/ },
    { options: {}, input: [1, 3, 3], message: /expected rank 4; found rank 3/ },
  ]);
});

describe('AveragePooling2D', () => {
  checkLayer(averagePooling2d, [
    { options: { strides: 1 }, input: [1, 3, 3, 1], output: [1, 2, 2, 1], values: { in: image, out: [3, 4, 6, 7] } },
    {
      name: 'same padding counts real cells only',
      options: { padding: 'same' },
      input: [1, 3, 3, 1],
      output: [1, 2, 2, 1],
      values: { in: image, out: [3, 4.5, 7.5, 9] },
    },
  ]);
});

describe('pooling of sequences', () => {
  checkLayer(maxPooling1d, [{ options: {}, input: [1, 4, 1], output: [1, 2, 1], values: { in: [[[1], [4], [3], [2]]], out: [4, 3] } }]);
  checkLayer(averagePooling1d, [{ options: { poolSize: 2 }, input: [1, 4, 1], output: [1, 2, 1], values: { in: [[[1], [4], [3], [2]]], out: [2.5, 2.5] } }]);
});

describe('global pooling', () => {
  checkLayer(globalAveragePooling2d, [
    { options: {}, input: [1, 3, 3, 1], output: [1, 1], values: { in: image, out: [5] } },
    { options: { keepdims: true }, input: [2, 3, 3, 2], output: [2, 1, 1, 2] },
  ]);
  checkLayer(globalMaxPooling2d, [{ options: {}, input: [1, 3, 3, 1], output: [1, 1], values: { in: image, out: [9] } }]);
  checkLayer(globalAveragePooling1d, [{ options: {}, input: [1, 4, 1], output: [1, 1], mask: 'drops', values: { in: [[[1], [2], [3], [6]]], out: [3] } }]);
  checkLayer(globalMaxPooling1d, [{ options: { keepdims: true }, input: [1, 4, 1], output: [1, 1, 1], values: { in: [[[1], [2], [3], [6]]], out: [6] } }]);
});
