import { allTypes, type CaseTable, casesFor, f32, i64, normal } from '@millrace/testing';
import { pointwiseRows } from '../elementwise/family.cases.ts';
import { constantLike } from './constant-like.ts';

export const cases: CaseTable = casesFor(constantLike, {
  values: [
    {
      name: 'the type of the operand',
      in: [
        f32([
          [1, 2],
          [3, 4],
        ]),
      ],
      attributes: { value: 3.2 },
      out: f32([
        [3.2, 3.2],
        [3.2, 3.2],
      ]),
    },
    { name: 'integers', in: [i64([1, 2])], attributes: { value: 7 }, out: i64([7, 7]) },
  ],
  rejects: [{ breaks: 'attributes', in: ['tensor<f32>'], message: 'attribute value is missing' }],
  random: pointwiseRows(1, allTypes, [normal()], { attributes: { value: 1 } }),
});
