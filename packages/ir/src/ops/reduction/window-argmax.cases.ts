import { f32 as f32Type, i32 as i32Type, i64 as i64Type } from '@millrace/ir';
import { type CaseTable, casesFor, f32, i32, i64, normal, orderedDtypes } from '@millrace/testing';
import { windowArgmax } from './window-argmax.ts';

const base = { windowDimensions: [2], windowStrides: [1], baseDilations: [1], windowDilations: [1], padding: [[0, 0]], direction: 'GE', element: i64Type };
const reject = (breaks: string, change: object, message: string) => ({ breaks, in: ['tensor<4xf32>'], attributes: { ...base, ...change }, message });

export const cases: CaseTable = casesFor(windowArgmax, {
  values: [
    { name: 'the first of equal elements', in: [f32([1, 3, 3, 2])], attributes: base, out: i64([1, 1, 2]) },
    { name: 'the last of equal elements', in: [f32([1, 3, 3, 2])], attributes: { ...base, direction: 'GT' }, out: i64([1, 2, 2]) },
    { name: 'smallest', in: [f32([1, 3, 3, 2])], attributes: { ...base, direction: 'LE', element: i32Type }, out: i32([0, 1, 3]) },
    {
      name: 'positions are flat, and padding has none',
      in: [
        f32([
          [1, 2],
          [4, 3],
        ]),
      ],
      attributes: {
        ...base,
        windowDimensions: [2, 1],
        windowStrides: [2, 1],
        baseDilations: [1, 1],
        windowDilations: [1, 1],
        padding: [
          [0, 2],
          [0, 0],
        ],
      },
      out: i64([
        [2, 3],
        [-1, -1],
      ]),
    },
  ],
  rejects: [
    reject('c1', { windowDimensions: [1, 1] }, 'windowDimensions must have 1 entries'),
    reject('c2', { windowStrides: [] }, 'windowStrides must have 1 entries'),
    reject('c3', { baseDilations: [] }, 'baseDilations must have 1 entries'),
    reject('c4', { windowDilations: [] }, 'windowDilations must have 1 entries'),
    reject('c5', { padding: [] }, 'padding must have shape [1, 2]'),
    reject('c6', { windowStrides: [0] }, 'must be positive'),
    reject('c7', { element: f32Type }, 'positions must be i32 or i64; got f32'),
  ],
  random: [
    {
      shapes: [[[5, 7]], [[4, 16]]],
      dtypes: orderedDtypes,
      draw: [normal(3)],
      attributes: {
        ...base,
        windowDimensions: [2, 3],
        windowStrides: [2, 1],
        baseDilations: [1, 2],
        windowDilations: [2, 1],
        padding: [
          [1, 0],
          [0, 1],
        ],
      },
    },
  ],
});
