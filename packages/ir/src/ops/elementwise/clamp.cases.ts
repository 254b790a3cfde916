import { type CaseTable, casesFor, f32, i32, normal, orderedDtypes, uniform } from '@millrace/testing';
import { clamp } from './clamp.ts';
import { pointwiseRows } from './family.cases.ts';

export const cases: CaseTable = casesFor(clamp, {
  values: [
    { name: "the specification's example", in: [i32([5, 10, 15]), i32([3, 13, 23]), i32([10, 15, 20])], out: i32([5, 13, 20]) },
    { name: 'scalar bounds', in: [f32(0), f32([-1, 0.5, 2]), f32(1)], out: f32([0, 0.5, 1]) },
    { name: 'max wins over min', in: [f32(3), f32([0, 9]), f32(1)], out: f32([1, 1]) },
    { name: 'NaN passes through', in: [f32(0), f32([NaN]), f32(1)], out: f32([NaN]) },
    { name: 'empty', in: [i32(0), i32.empty([0, 3]), i32(1)], out: i32.empty([0, 3]) },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<3xf32>', 'tensor<f32>'], message: 'min must be a scalar or have shape [3]; got [2]' },
    { breaks: 'c2', in: ['tensor<f32>', 'tensor<3xf32>', 'tensor<2xf32>'], message: 'max must be a scalar or have shape [3]; got [2]' },
    { breaks: 'c3', in: ['tensor<f32>', 'tensor<3xi32>', 'tensor<f32>'], message: 'min, operand and max must have one element type; got f32, i32 and f32' },
  ],
  random: [
    ...pointwiseRows(3, orderedDtypes, [uniform(-1, -0.2), normal(), uniform(0.2, 1)]),
    {
      shapes: [
        [[], [3, 5], []],
        [[], [4], [4]],
        [[4], [4], []],
      ],
      dtypes: orderedDtypes,
      draw: [uniform(-1, -0.2), normal(), uniform(0.2, 1)],
    },
  ],
});
