import { i64 as int64, ui64 as uint64 } from '@millrace/ir';
import { type CaseTable, casesFor, i64, integers, ui64 } from '@millrace/testing';
import { advanceStream } from './advance-stream.ts';

export const cases: CaseTable = casesFor(advanceStream, {
  values: [
    { name: '256 blocks a number', in: [ui64([1, 2, 3])], attributes: { shape: [2, 3] }, out: ui64([1 + 6 * 256, 2, 3]) },
    { name: 'a scalar is one number', in: [i64([1n, 2n, 3n])], attributes: { shape: [] }, out: i64([257n, 2n, 3n]) },
    { name: 'none', in: [i64([1n, 2n, 3n])], attributes: { shape: [0, 5] }, out: i64([1n, 2n, 3n]) },
    { name: 'the lower half carries', in: [i64([-1n, 2n, -5n])], attributes: { shape: [1] }, out: i64([255n, 3n, -5n]) },
    { name: 'the upper half wraps', in: [ui64([2n ** 64n - 1n, 2n ** 64n - 1n, 3n])], attributes: { shape: [1] }, out: ui64([255n, 0n, 3n]) },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<3xi32>'], attributes: { shape: [1] }, message: 'three i64 or ui64' },
    { breaks: 'c1', in: ['tensor<3xi64>'], attributes: { shape: [-1] }, message: 'must not be negative' },
  ],
  random: [{ shapes: [[[3]]], dtypes: [int64, uint64], draw: [integers(0, 1000)], attributes: { shape: [7, 5] }, grad: false }],
});
