import { type CaseTable, casesFor, f32, i64 } from '@millrace/testing';
import { expectEq } from './expect-eq.ts';

export const cases: CaseTable = casesFor(expectEq, {
  values: [
    { name: 'equal', in: [i64([1n, 2n]), i64([1n, 2n])], out: [] },
    { name: 'NaN equals NaN', in: [f32([Number.NaN, 1]), f32([Number.NaN, 1])], out: [] },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<2xf64>'], message: 'lhs and rhs must have one type; got tensor<2xf32> and tensor<2xf64>' },
    {
      breaks: 'evaluation',
      in: [
        i64([
          [1n, 2n],
          [3n, 4n],
        ]),
        i64([
          [1n, 2n],
          [5n, 4n],
        ]),
      ],
      message: '1 of 4 elements of tensor<2x2xi64> differ, first at [1, 0]: got 3, want 5',
    },
    { breaks: 'evaluation', in: [f32([Number.NaN]), f32([0])], message: 'got NaN, want 0' },
  ],
});
