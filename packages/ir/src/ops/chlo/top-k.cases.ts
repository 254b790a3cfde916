import { type CaseTable, casesFor, f32, floats, i32, integerTypes, normal } from '@millrace/testing';
import { topK } from './top-k.ts';

export const cases: CaseTable = casesFor(topK, {
  values: [
    {
      name: 'the earlier of equal elements comes first',
      in: [
        i32([
          [3, 1, 3, 2],
          [0, 5, 4, 5],
        ]),
      ],
      attributes: { k: 2 },
      out: [
        i32([
          [3, 3],
          [5, 5],
        ]),
        i32([
          [0, 2],
          [1, 3],
        ]),
      ],
    },
    { name: 'NaN is above infinity', in: [f32([1, NaN, Infinity, -1])], attributes: { k: 3 }, out: [f32([NaN, Infinity, 1]), i32([1, 2, 0])] },
    { name: 'no elements', in: [f32([1, 2])], attributes: { k: 0 }, out: [f32.empty([0]), i32.empty([0])] },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xcomplex<f32>>'], attributes: { k: 1 }, message: 'operand is tensor<2xcomplex<f32>>' },
    { breaks: 'i1', in: ['tensor<f32>'], attributes: { k: 1 }, message: 'operand must have rank 1 or more' },
    { breaks: 'i2', in: ['tensor<2xf32>'], attributes: { k: 3 }, message: 'k must be between 0 and the last size of [2]; got 3' },
  ],
  random: [{ shapes: [[[7]], [[3, 7]], [[2, 2, 7]]], dtypes: [...floats, ...integerTypes], draw: [normal(20)], attributes: { k: 3 } }],
});
