import { allTypes, type CaseTable, casesFor, f32, i32, normal } from '@millrace/testing';
import { pad } from './pad.ts';

const paddings = (edgePaddingLow: number[], edgePaddingHigh: number[], interiorPadding: number[]) => ({ edgePaddingLow, edgePaddingHigh, interiorPadding });

export const cases: CaseTable = casesFor(pad, {
  values: [
    {
      name: "the specification's example",
      in: [
        i32([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        i32(0),
      ],
      attributes: paddings([0, 1], [2, 1], [1, 2]),
      out: i32([
        [0, 1, 0, 0, 2, 0, 0, 3, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 4, 0, 0, 5, 0, 0, 6, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0],
      ]),
    },
    { name: 'negative edges remove', in: [f32([1, 2, 3, 4]), f32(9)], attributes: paddings([-1], [1], [0]), out: f32([2, 3, 4, 9]) },
    { name: 'negative after interior', in: [f32([1, 2]), f32(0)], attributes: paddings([-1], [0], [2]), out: f32([0, 0, 2]) },
    { name: 'an empty operand', in: [f32.empty([0]), f32(7)], attributes: paddings([1], [1], [3]), out: f32([7, 7]) },
  ],
  rejects: [
    {
      breaks: 'c1',
      in: ['tensor<2xf32>', 'tensor<f64>'],
      attributes: paddings([0], [0], [0]),
      message: 'paddingValue must be a scalar of f32; got tensor<f64>',
    },
    { breaks: 'c2', in: ['tensor<2xf32>', 'tensor<f32>'], attributes: paddings([0, 0], [0], [0]), message: 'paddings must have 1 entries' },
    { breaks: 'c3', in: ['tensor<2xf32>', 'tensor<f32>'], attributes: paddings([0], [0], [-1]), message: 'interiorPadding must not be negative; got [-1]' },
  ],
  random: [
    {
      shapes: [
        [[3, 4], []],
        [[2, 17], []],
      ],
      dtypes: allTypes,
      draw: [normal(10)],
      attributes: paddings([1, -1], [-1, 2], [2, 1]),
    },
    { shapes: [[[3, 4], []]], dtypes: allTypes, draw: [normal(10)], attributes: paddings([1, 0], [0, 2], [0, 0]) },
  ],
});
