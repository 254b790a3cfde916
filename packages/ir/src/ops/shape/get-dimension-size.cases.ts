import { allTypes, type CaseTable, casesFor, i32, i64, normal } from '@millrace/testing';
import { getDimensionSize } from './get-dimension-size.ts';

export const cases: CaseTable = casesFor(getDimensionSize, {
  values: [
    {
      name: "the specification's example",
      in: [
        i64([
          [1, 2, 3],
          [4, 5, 6],
        ]),
      ],
      attributes: { dimension: 1 },
      out: i32(3),
    },
  ],
  rejects: [{ breaks: 'c1', in: ['tensor<2x3xf32>'], attributes: { dimension: 2 }, message: 'dimension 2 must be an axis of [2, 3]' }],
  random: [{ shapes: [[[2, 3]]], dtypes: allTypes.slice(0, 2), draw: [normal()], attributes: { dimension: 0 } }],
});
