import { allTypes, type CaseTable, c64, casesFor, f32, i1, i32, normal, ui32, ui64 } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';
import { multiply } from './multiply.ts';

export const cases: CaseTable = casesFor(multiply, {
  values: [
    {
      name: "the specification's example",
      in: [
        i32([
          [1, 2],
          [3, 4],
        ]),
        i32([
          [5, 6],
          [7, 8],
        ]),
      ],
      out: i32([
        [5, 12],
        [21, 32],
      ]),
    },
    { name: 'booleans: and', in: [i1([true, true]), i1([false, true])], out: i1([false, true]) },
    { name: 'the low half of a product', in: [i32([65537, -2147483648]), i32([65537, -1])], out: i32([131073, -2147483648]) },
    { name: 'unsigned', in: [ui32([4294967295]), ui32([4294967295])], out: ui32([1]) },
    { name: '64 bits', in: [ui64([6364136223846793005n]), ui64([6364136223846793005n])], out: ui64([7520897724310334953n]) },
    { name: 'complex', in: [c64([[1, 2]]), c64([[3, -1]])], out: c64([[5, 5]]) },
    { name: 'zero times infinity', in: [f32([0]), f32([Infinity])], out: f32([NaN]) },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<2xf64>'], message: 'lhs and rhs must have one element type; got f32 and f64' },
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<3xf32>'], message: 'lhs and rhs must have one shape; got [2] and [3]' },
  ],
  random: pointwiseRows(2, allTypes, [normal(5)]),
  ulp: { default: 0, 'complex<f32>': 2, 'complex<f64>': 2 }, // two products, rounded before or after their sum
});
