import { checkLayer, checkRejects } from '@millrace/testing/layers';
import { describe } from 'vitest';
import {
  add,
  average,
  concatenate,
  eLU,
  flatten,
  leakyReLU,
  maximum,
  minimum,
  multiply,
  permute,
  reLU,
  repeatVector,
  rescaling,
  reshape,
  softmax,
  subtract,
  upSampling2d,
  zeroPadding2d,
} from '../all.ts';
import type { Layer } from '../base/layer.ts';

describe('Flatten', () => {
  checkLayer(flatten, [
    { options: {}, input: [2, 3, 4], output: [2, 12] },
    { options: {}, input: [3], output: [3, 1] },
    {
      name: 'channels first moves channels last',
      options: { dataFormat: 'channels_first' },
      input: [1, 2, 1, 2],
      output: [1, 4],
      values: { in: [[[[1, 2]], [[3, 4]]]], out: [1, 3, 2, 4] },
    },
  ]);
});

describe('Reshape', () => {
  checkLayer(reshape, [
    { options: { targetShape: [2, 3] }, input: [2, 6], output: [2, 2, 3] },
    { options: { targetShape: [-1, 2] }, input: [1, 6], output: [1, 3, 2], values: { in: [[1, 2, 3, 4, 5, 6]], out: [1, 2, 3, 4, 5, 6] } },
  ]);
  checkRejects(reshape, [
    { options: { targetShape: [-1, -1] }, message: /only one size may be -1/ },
    { options: { targetShape: [4] }, input: [2, 6], message: /has 6 elements, which do not fill \[4\]/ },
  ]);
});

describe('Permute and RepeatVector', () => {
  checkLayer(permute, [
    {
      options: { dims: [2, 1] },
      input: [1, 2, 3],
      output: [1, 3, 2],
      values: {
        in: [
          [
            [1, 2, 3],
            [4, 5, 6],
          ],
        ],
        out: [1, 4, 2, 5, 3, 6],
      },
    },
  ]);
  checkRejects(permute, [{ options: { dims: [1, 1] }, message: /must hold each of 1 to 2 once/ }]);
  checkLayer(repeatVector as (options: { n: number }) => Layer, [
    { options: { n: 2 }, input: [1, 2], output: [1, 2, 2], values: { in: [[1, 2]], out: [1, 2, 1, 2] } },
  ]);
});

describe('ZeroPadding2D and UpSampling2D', () => {
  checkLayer(zeroPadding2d, [
    {
      options: {
        padding: [
          [1, 0],
          [0, 1],
        ],
      },
      input: [1, 1, 1, 1],
      output: [1, 2, 2, 1],
      values: { in: [[[[5]]]], out: [0, 0, 5, 0] },
    },
    { options: { padding: 2, dataFormat: 'channels_first' }, input: [1, 2, 3, 4], output: [1, 2, 7, 8] },
  ]);
  checkRejects(zeroPadding2d, [{ options: { padding: -1 }, message: /padding must be .* each at least 0/ }]);
  checkLayer(upSampling2d, [{ options: { size: [1, 2] }, input: [1, 1, 2, 1], output: [1, 1, 4, 1], values: { in: [[[[1], [2]]]], out: [1, 1, 2, 2] } }]);
  checkRejects(upSampling2d, [{ options: { interpolation: 'bilinear' }, message: /interpolation 'bilinear' is not here yet/ }]);
});

describe('merging', () => {
  const pair = { in: [[[1, 5]], [[3, 2]]] };
  const shapes = [
    [1, 2],
    [1, 2],
  ];
  const merge = (fn: unknown): ((options: object) => Layer) => fn as (options: object) => Layer;
  checkLayer(merge(add), [
    { name: 'add', options: {}, input: shapes, output: [1, 2], values: { ...pair, out: [4, 7] }, mask: 'passes' },
    {
      name: 'add broadcasts',
      options: {},
      input: [
        [2, 3, 4],
        [2, 4],
        [2, 1, 4],
      ],
      output: [2, 3, 4],
    },
  ]);
  checkLayer(merge(subtract), [{ name: 'subtract', options: {}, input: shapes, output: [1, 2], values: { ...pair, out: [-2, 3] } }]);
  checkLayer(merge(multiply), [{ name: 'multiply', options: {}, input: shapes, output: [1, 2], values: { ...pair, out: [3, 10] } }]);
  checkLayer(merge(average), [{ name: 'average', options: {}, input: shapes, output: [1, 2], values: { ...pair, out: [2, 3.5] } }]);
  checkLayer(merge(maximum), [{ name: 'maximum', options: {}, input: shapes, output: [1, 2], values: { ...pair, out: [3, 5] } }]);
  checkLayer(merge(minimum), [{ name: 'minimum', options: {}, input: shapes, output: [1, 2], values: { ...pair, out: [1, 2] } }]);
  checkLayer(concatenate as (options: { axis?: number }) => Layer, [
    {
      options: {},
      input: [
        [1, 2],
        [1, 1],
      ],
      output: [1, 3],
      values: { in: [[[1, 5]], [[3]]], out: [1, 5, 3] },
      mask: 'passes',
    },
    {
      options: { axis: 1 },
      input: [
        [2, 3, 4],
        [2, 1, 4],
      ],
      output: [2, 4, 4],
    },
  ]);
  checkRejects(merge(add), [
    {
      options: {},
      input: [
        [1, 2],
        [1, 3],
      ],
      message: /shapes cannot be merged: \[1, 2\], \[1, 3\]/,
    },
    { options: {}, input: [1, 2], message: /takes a list of at least 1 tensors; got one tensor/ },
  ]);
  checkRejects(merge(subtract), [
    {
      options: {},
      input: [
        [1, 2],
        [1, 2],
        [1, 2],
      ],
      message: /takes a list of 2 tensors; got 3/,
    },
  ]);
  checkRejects(concatenate as (options: { axis?: number }) => Layer, [
    {
      options: { axis: 1 },
      input: [
        [1, 2, 3],
        [1, 2, 4],
      ],
      message: /shapes must be equal but for axis 1/,
    },
  ]);
});

describe('activation layers and rescaling', () => {
  checkLayer(reLU, [
    { options: {}, input: [1, 3], output: [1, 3], values: { in: [[-1, 0, 2]], out: [0, 0, 2] } },
    { options: { maxValue: 3, negativeSlope: 0.5, threshold: 1 }, input: [1, 4], output: [1, 4], values: { in: [[-1, 0.5, 2, 9]], out: [-1, -0.25, 2, 3] } },
  ]);
  checkLayer(leakyReLU, [{ options: {}, input: [1, 2], output: [1, 2], values: { in: [[-2, 1]], out: [-0.6, 1] } }]);
  checkLayer(eLU, [{ options: {}, input: [1, 2], output: [1, 2], values: { in: [[-1, 3]], out: [Math.exp(-1) - 1, 3] } }]);
  checkLayer(softmax, [
    { options: {}, input: [1, 3], output: [1, 3], values: { in: [[1, 2, 3]], out: [0.0900306, 0.2447285, 0.665241] } },
    {
      options: { axis: [1, 2] },
      input: [1, 2, 2],
      output: [1, 2, 2],
      values: {
        in: [
          [
            [0, 0],
            [0, 0],
          ],
        ],
        out: [0.25, 0.25, 0.25, 0.25],
      },
    },
  ]);
  checkLayer(rescaling, [
    { options: { scale: 1 / 255, offset: -0.5 }, input: [1, 2], integers: 256, output: [1, 2], values: { in: [[0, 255]], out: [-0.5, 0.5] } },
  ]);
});
