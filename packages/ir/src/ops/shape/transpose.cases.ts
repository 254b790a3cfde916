import { allTypes, type CaseTable, casesFor, i32, normal } from '@millrace/testing';
import { transpose } from './transpose.ts';

export const cases: CaseTable = casesFor(transpose, {
  values: [
    {
      name: "the specification's example",
      in: [
        i32([
          [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
          [
            [7, 8],
            [9, 10],
            [11, 12],
          ],
        ]),
      ],
      attributes: { permutation: [2, 1, 0] },
      out: i32([
        [
          [1, 7],
          [3, 9],
          [5, 11],
        ],
        [
          [2, 8],
          [4, 10],
          [6, 12],
        ],
      ]),
    },
    { name: 'a scalar', in: [i32(3)], attributes: { permutation: [] }, out: i32(3) },
    { name: 'empty', in: [i32.empty([0, 3])], attributes: { permutation: [1, 0] }, out: i32.empty([3, 0]) },
  ],
  rejects: [
    { breaks: 'c2', in: ['tensor<2x3xf32>'], attributes: { permutation: [0, 0] }, message: 'permutation must hold each of the 2 axes' },
    { breaks: 'c2', in: ['tensor<2x3xf32>'], attributes: { permutation: [0] }, message: 'permutation must hold each of the 2 axes' },
  ],
  random: [{ shapes: [[[2, 3, 4]], [[5, 1, 3]]], dtypes: allTypes, draw: [normal(10)], attributes: { permutation: [1, 2, 0] } }],
});
