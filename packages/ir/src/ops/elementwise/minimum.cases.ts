import { allTypes, type CaseTable, c64, casesFor, f32, i1, i32, i64, normal, ui32 } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';
import { minimum } from './minimum.ts';

export const cases: CaseTable = casesFor(minimum, {
  values: [
    {
      name: "the specification's example",
      in: [
        i32([
          [1, 2],
          [7, 8],
        ]),
        i32([
          [5, 6],
          [3, 4],
        ]),
      ],
      out: i32([
        [1, 2],
        [3, 4],
      ]),
    },
    { name: 'NaN wins', in: [f32([NaN, 1]), f32([1, NaN])], out: f32([NaN, NaN]) },
    { name: 'booleans: and', in: [i1([true, false]), i1([false, false])], out: i1([false, false]) },
    { name: 'unsigned and signed', in: [ui32([4294967295]), ui32([1])], out: ui32([1]) },
    { name: '64 bits', in: [i64([9007199254740993n]), i64([9007199254740992n])], out: i64([9007199254740992n]) },
    {
      name: 'complex: real part, then imaginary part',
      in: [
        c64([
          [1, 5],
          [2, 1],
        ]),
        c64([
          [2, 0],
          [2, 3],
        ]),
      ],
      out: c64([
        [1, 5],
        [2, 1],
      ]),
    },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<2xf64>'], message: 'lhs and rhs must have one element type; got f32 and f64' },
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<3xf32>'], message: 'lhs and rhs must have one shape; got [2] and [3]' },
  ],
  random: pointwiseRows(2, allTypes, [normal(5)]),
});
