import { describe, expect, test } from 'vitest';
import { grads } from '../../function/gradients.ts';
import { toTensor } from '../../tensor/convert.ts';
import { asDtype } from '../../tensor/dtypes.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { reshape } from '../array/reshape.ts';
import { transpose } from '../array/transpose.ts';
import * as random from '../random/index.ts';
import * as nn from './index.ts';

let seed = 0;
const noise = (shape: readonly number[]): Tensor => random.statelessNormal([...shape], { seed: [17, seed++], dtype: 'float64' });
const numbers = (x: Tensor): number[] => [...(x.dataSync() as unknown as Float64Array)];
const dot = (a: Tensor, b: Tensor): number => numbers(a).reduce((s, v, i) => s + v * numbers(b)[i], 0);
const close = (a: Tensor, b: Tensor, tolerance: number = 1e-10): void => {
  expect(a.shape).toEqual(b.shape);
  const [x, y] = [numbers(a), numbers(b)];
  x.forEach((v, i) => expect(Math.abs(v - y[i]), `element ${i}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(y[i]))));
};

/** Convolution of NHWC by its definition: a sum over window and channels of each group. */
function reference(x: Tensor, f: Tensor, stride: number[], dilation: number[], padding: number[][], groups: number = 1): Tensor {
  const [n, h, w, c] = x.shape as number[];
  const [kh, kw, ci, o] = f.shape as number[];
  const size = (s: number, k: number, i: number): number => Math.floor((s + padding[i][0] + padding[i][1] - (k - 1) * dilation[i] - 1) / stride[i]) + 1;
  const [oh, ow] = [size(h, kh, 0), size(w, kw, 1)];
  const [xs, fs] = [numbers(x), numbers(f)];
  const out = new Float64Array(n * oh * ow * o);
  for (let b = 0; b < n; b++)
    for (let y = 0; y < oh; y++)
      for (let z = 0; z < ow; z++)
        for (let k = 0; k < o; k++) {
          const group = Math.floor(k / (o / groups));
          let sum = 0;
          for (let i = 0; i < kh; i++)
            for (let j = 0; j < kw; j++)
              for (let q = 0; q < ci; q++) {
                const [r, s] = [y * stride[0] + i * dilation[0] - padding[0][0], z * stride[1] + j * dilation[1] - padding[1][0]];
                if (r < 0 || s < 0 || r >= h || s >= w) continue;
                sum += xs[((b * h + r) * w + s) * c + group * ci + q] * fs[((i * kw + j) * ci + q) * o + k];
              }
          out[((b * oh + y) * ow + z) * o + k] = sum;
        }
  return reshape(out, [n, oh, ow, o]);
}

describe('conv2d', () => {
  test("all ones, SAME: the manual's corners 4, edges 6, center 9", () => {
    const y = nn.conv2d(reshape(Array(25).fill(1), [1, 5, 5, 1]), reshape(Array(9).fill(1), [3, 3, 1, 1]), { padding: 'SAME' });
    expect(numbers(y)).toEqual([4, 6, 6, 6, 4, 6, 9, 9, 9, 6, 6, 9, 9, 9, 6, 6, 9, 9, 9, 6, 4, 6, 6, 6, 4]);
  });

  const rows: readonly (readonly [string, number[], number[], nn.ConvolutionOptions, number[], number[], number[][], number?])[] = [
    [
      'VALID',
      [2, 6, 7, 3],
      [3, 2, 3, 4],
      {},
      [1, 1],
      [1, 1],
      [
        [0, 0],
        [0, 0],
      ],
    ],
    [
      'SAME, even window: the smaller half first',
      [1, 5, 5, 2],
      [2, 4, 2, 3],
      { padding: 'SAME' },
      [1, 1],
      [1, 1],
      [
        [0, 1],
        [1, 2],
      ],
    ],
    [
      'SAME, stride 2, odd size',
      [1, 7, 6, 2],
      [3, 3, 2, 2],
      { padding: 'SAME', strides: 2 },
      [2, 2],
      [1, 1],
      [
        [1, 1],
        [0, 1],
      ],
    ],
    [
      'strides of all axes',
      [1, 7, 6, 2],
      [3, 3, 2, 2],
      { strides: [1, 2, 1, 1] },
      [2, 1],
      [1, 1],
      [
        [0, 0],
        [0, 0],
      ],
    ],
    [
      'dilations',
      [1, 9, 8, 2],
      [3, 2, 2, 3],
      { dilations: [2, 3] },
      [1, 1],
      [2, 3],
      [
        [0, 0],
        [0, 0],
      ],
    ],
    [
      'explicit padding of all axes',
      [1, 4, 4, 1],
      [3, 3, 1, 1],
      {
        padding: [
          [0, 0],
          [2, 1],
          [0, 3],
          [0, 0],
        ],
      },
      [1, 1],
      [1, 1],
      [
        [2, 1],
        [0, 3],
      ],
    ],
    [
      'explicit padding of spatial axes',
      [1, 4, 4, 1],
      [3, 3, 1, 1],
      {
        padding: [
          [1, 1],
          [1, 1],
        ],
      },
      [1, 1],
      [1, 1],
      [
        [1, 1],
        [1, 1],
      ],
    ],
    [
      'groups by the channel ratio',
      [1, 5, 5, 4],
      [3, 3, 2, 6],
      {},
      [1, 1],
      [1, 1],
      [
        [0, 0],
        [0, 0],
      ],
      2,
    ],
  ];
  for (const [name, xs, fs, options, stride, dilation, padding, groups] of rows)
    test(name, () => {
      const [x, f] = [noise(xs), noise(fs)];
      const want = reference(x, f, stride, dilation, padding, groups);
      close(nn.conv2d(x, f, options), want);
      close(nn.convolution(x, f, options), want);
      const swapped = nn.conv2d(transpose(x, { perm: [0, 3, 1, 2] }), f, { ...swapOptions(options), dataFormat: 'NCHW' });
      close(transpose(swapped, { perm: [0, 2, 3, 1] }), want);
    });

  test('several batch axes', () => {
    const [x, f] = [noise([2, 3, 5, 5, 2]), noise([3, 3, 2, 1])];
    close(reshape(nn.conv2d(x, f), [6, 3, 3, 1]), nn.conv2d(reshape(x, [6, 5, 5, 2]), f));
  });
  test('an empty batch', () => expect(nn.conv2d(noise([0, 5, 5, 2]), noise([3, 3, 2, 4])).shape).toEqual([0, 3, 3, 4]));

  test.each([
    ['strides 2, SAME', { strides: 2, padding: 'SAME' }, [3, 3, 2, 2]],
    ['dilated', { dilations: 2 }, [2, 3, 2, 2]],
    ['grouped', {}, [3, 3, 1, 4]],
  ] as const)('gradients of %s equal central differences', (_, options, filter) => {
    const [x, f] = [noise([2, 6, 5, 2]), noise(filter)];
    const weights = noise(nn.conv2d(x, f, options).shape as number[]);
    const [dx, df] = grads((a, b) => nn.conv2d(a, b, options))([x, f], weights);
    checkGradient((v) => dot(nn.conv2d(v, f, options), weights), x, dx);
    checkGradient((v) => dot(nn.conv2d(x, v, options), weights), f, df);
  });
});

/** Compares a gradient with central differences at a few elements. */
function checkGradient(f: (x: Tensor) => number, x: Tensor, gradient: Tensor): void {
  const [base, g] = [numbers(x), numbers(gradient)];
  for (let k = 0; k < base.length; k += Math.max(1, Math.floor(base.length / 7))) {
    const moved = (step: number): number =>
      f(
        reshape(
          Float64Array.from(base, (v, i) => (i === k ? v + step : v)),
          x.shape as number[],
        ),
      );
    expect(Math.abs((moved(1e-5) - moved(-1e-5)) / 2e-5 - g[k]), `element ${k}`).toBeLessThan(1e-5 * Math.max(1, Math.abs(g[k])));
  }
}

function swapOptions(options: nn.ConvolutionOptions): nn.ConvolutionOptions {
  const swap = (v: unknown): never => (Array.isArray(v) && v.length === 4 ? [v[0], v[3], v[1], v[2]] : v) as never;
  return { ...options, ...(options.strides ? { strides: swap(options.strides) } : {}), ...(options.padding ? { padding: swap(options.padding) } : {}) };
}

describe('conv1d and conv3d are conv2d with an axis of size 1, or three', () => {
  test('conv1d', () => {
    const [x, f] = [noise([2, 8, 3]), noise([3, 3, 4])];
    close(
      nn.conv1d(x, f, { strides: 2, padding: 'SAME' }),
      reshape(nn.conv2d(reshape(x, [2, 1, 8, 3]), reshape(f, [1, 3, 3, 4]), { strides: [1, 2], padding: 'SAME' }), [2, 4, 4]),
    );
  });
  test('conv3d of depth 1', () => {
    const [x, f] = [noise([1, 1, 5, 5, 2]), noise([1, 3, 3, 2, 3])];
    close(nn.conv3d(x, f, { padding: 'SAME' }), reshape(nn.conv2d(reshape(x, [1, 5, 5, 2]), reshape(f, [3, 3, 2, 3]), { padding: 'SAME' }), [1, 1, 5, 5, 3]));
  });
});

describe('transposes are adjoints: <conv(x), y> = <x, convT(y)>', () => {
  test.each([
    ['SAME, stride 2', [1, 7, 6, 2], [3, 3, 2, 4], { strides: 2, padding: 'SAME' }],
    ['VALID, stride 3', [2, 8, 8, 1], [2, 3, 1, 2], { strides: 3, padding: 'VALID' }],
    ['dilated', [1, 9, 9, 2], [3, 3, 2, 2], { dilations: 2, padding: 'SAME' }],
    [
      'explicit',
      [1, 5, 5, 2],
      [3, 3, 2, 2],
      {
        padding: [
          [1, 0],
          [2, 1],
        ],
      },
    ],
  ] as const)('%s', (_, xs, fs, options) => {
    const [x, f] = [noise(xs), noise(fs)];
    const forward = nn.conv2d(x, f, options as nn.ConvolutionOptions);
    const y = noise(forward.shape as number[]);
    const back = nn.conv2dTranspose(y, f, [...xs], options as nn.ConvolutionOptions);
    expect(back.shape).toEqual([...xs]);
    expect(dot(x, back)).toBeCloseTo(dot(forward, y), 8);
  });
  test('its spatial sizes alone name the output', () =>
    expect(nn.conv2dTranspose(noise([1, 4, 4, 2]), noise([3, 3, 5, 2]), [8, 8], { strides: 2 }).shape).toEqual([1, 8, 8, 5]));
  test('conv1dTranspose and conv3dTranspose', () => {
    expect(nn.conv1dTranspose(noise([1, 4, 2]), noise([3, 5, 2]), [1, 8, 5], { strides: 2 }).shape).toEqual([1, 8, 5]);
    expect(nn.conv3dTranspose(noise([1, 2, 2, 2, 3]), noise([2, 2, 2, 4, 3]), [1, 4, 4, 4, 4], { strides: 2 }).shape).toEqual([1, 4, 4, 4, 4]);
  });
  test('an output that does not fit', () =>
    expect(() => nn.conv2dTranspose(noise([1, 4, 4, 2]), noise([3, 3, 5, 2]), [1, 11, 8, 5], { strides: 2 })).toThrow(
      /size 11 on axis 1, whose convolution has size 6/,
    ));
});

describe('depthwise and separable', () => {
  test('output channel c * multiplier + k is filter k of channel c', () => {
    const [x, f] = [noise([2, 6, 6, 3]), noise([3, 3, 3, 2])];
    const y = nn.depthwiseConv2d(x, f, { padding: 'SAME', strides: 2 });
    expect(y.shape).toEqual([2, 3, 3, 6]);
    const all = y.array() as number[][][][];
    for (let c = 0; c < 3; c++) {
      const one = nn.conv2d(pick(x, 3, c), pick(f, 2, c), { padding: 'SAME', strides: 2 }).array() as number[][][][];
      for (let k = 0; k < 2; k++) expect(all[1][2][0][c * 2 + k]).toBeCloseTo(one[1][2][0][k], 10);
    }
  });
  test('separable is depthwise, then 1x1', () => {
    const [x, d, p] = [noise([1, 5, 5, 2]), noise([3, 3, 2, 3]), noise([1, 1, 6, 4])];
    close(nn.separableConv2d(x, d, p, { padding: 'SAME' }), nn.conv2d(nn.depthwiseConv2d(x, d, { padding: 'SAME' }), p));
  });
  test('gradient of depthwise', () => {
    const [x, f] = [noise([1, 5, 5, 2]), noise([3, 3, 2, 2])];
    const weights = noise([1, 3, 3, 4]);
    const [dx, df] = grads((a, b) => nn.depthwiseConv2d(a, b))([x, f], weights);
    checkGradient((v) => dot(nn.depthwiseConv2d(v, f), weights), x, dx);
    checkGradient((v) => dot(nn.depthwiseConv2d(x, v), weights), f, df);
  });
});

/** One slice along an axis, which stays with size 1. */
function pick(x: Tensor, axis: number, index: number): Tensor {
  const shape = x.shape as number[];
  const data = numbers(x).filter((_, i) => Math.floor(i / shape.slice(axis + 1).reduce((a, b) => a * b, 1)) % shape[axis] === index);
  return reshape(
    Float64Array.from(data),
    shape.map((d, i) => (i === axis ? 1 : d)),
  );
}

describe('bad input', () => {
  const x = noise([1, 5, 5, 3]);
  test.each([
    ['channels that are no multiple', () => nn.conv2d(x, noise([3, 3, 2, 4])), /input has 3 channels, filters have shape \[3, 3, 2, 4\]/],
    ['rank of filters', () => nn.conv2d(x, noise([3, 3, 3])), /filters have shape \[3, 3, 3\]/],
    ['rank of input', () => nn.conv2d(noise([5, 5, 3]), noise([3, 3, 3, 1])), /input has shape \[5, 5, 3\]/],
    ['padding by another name', () => nn.conv2d(x, noise([3, 3, 3, 1]), { padding: 'SMAE' as never }), /did you mean 'SAME'/],
    ['stride 0', () => nn.conv2d(x, noise([3, 3, 3, 1]), { strides: 0 }), /strides\[0\] is 0/],
    ['strides of the batch', () => nn.conv2d(x, noise([3, 3, 3, 1]), { strides: [2, 1, 1, 1] }), /1 for the batch and the channels/],
    ['dtypes', () => nn.conv2d(x, toTensor('t', [[[[1]]]], asDtype('float32').element)), /float64 and filters is float32/],
    ['data format', () => nn.conv2d(x, noise([3, 3, 3, 1]), { dataFormat: 'NHCW' as never }), /did you mean 'NHWC'|did you mean 'NCHW'/],
  ])('%s', (_, call, message) => expect(call).toThrow(message));
});
