import { i1 as boolean } from '@millrace/ir';
import { allTypes, type CaseTable, casesFor, f32, i1, i32, i64, normal } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';
import { select } from './select.ts';

export const cases: CaseTable = casesFor(select, {
  values: [
    {
      name: "the specification's example",
      in: [
        i1([
          [false, true],
          [true, false],
        ]),
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
        [5, 2],
        [3, 8],
      ]),
    },
    { name: 'a scalar predicate', in: [i1(false), f32([1, 2]), f32([NaN, 4])], out: f32([NaN, 4]) },
    { name: '64 bits', in: [i1([true]), i64([9007199254740993n]), i64([0n])], out: i64([9007199254740993n]) },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xi32>', 'tensor<2xf32>', 'tensor<2xf32>'], message: 'pred is tensor<2xi32>' },
    { breaks: 'c1', in: ['tensor<3xi1>', 'tensor<2xf32>', 'tensor<2xf32>'], message: 'pred must be a scalar or have shape [2]; got [3]' },
    { breaks: 'c2', in: ['tensor<2xi1>', 'tensor<2xf32>', 'tensor<2xf64>'], message: 'onTrue and onFalse must have one type' },
  ],
  random: [
    ...pointwiseRows(3, allTypes, [normal()], { elements: (dtype) => [boolean, dtype, dtype] }),
    { shapes: [[[], [3, 5], [3, 5]]], dtypes: allTypes, draw: [normal()], elements: (dtype) => [boolean, dtype, dtype] },
  ],
});
