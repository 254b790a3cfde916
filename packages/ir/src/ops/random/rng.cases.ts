import { type CaseTable, casesFor, f32, i1, i32, i64 } from '@millrace/testing';
import { rng } from './rng.ts';

export const cases: CaseTable = casesFor(rng, {
  values: [
    {
      name: 'an interval of one integer',
      in: [i32(3), i32(4), i64([2, 2])],
      attributes: { rngDistribution: 'UNIFORM', resultShape: [2, 2] },
      out: i32([
        [3, 3],
        [3, 3],
      ]),
    },
    { name: 'no deviation', in: [f32(1.5), f32(0), i64([3])], attributes: { rngDistribution: 'NORMAL', resultShape: [3] }, out: f32([1.5, 1.5, 1.5]) },
    { name: 'booleans below true', in: [i1(false), i1(true), i64([2])], attributes: { rngDistribution: 'UNIFORM', resultShape: [2] }, out: i1([false, false]) },
  ],
  rejects: [
    {
      breaks: 'types',
      in: ['tensor<2xf32>', 'tensor<f32>', 'tensor<1xi64>'],
      attributes: { rngDistribution: 'UNIFORM', resultShape: [2] },
      message: 'a is tensor<2xf32>',
    },
    {
      breaks: 'c1',
      in: ['tensor<f32>', 'tensor<f64>', 'tensor<1xi64>'],
      attributes: { rngDistribution: 'UNIFORM', resultShape: [2] },
      message: 'a and b must have one element type; got f32 and f64',
    },
    {
      breaks: 'c2',
      in: ['tensor<i32>', 'tensor<i32>', 'tensor<1xi64>'],
      attributes: { rngDistribution: 'NORMAL', resultShape: [2] },
      message: 'a normal distribution needs a floating type; got i32',
    },
    {
      breaks: 'c3',
      in: ['tensor<f32>', 'tensor<f32>', 'tensor<2xi64>'],
      attributes: { rngDistribution: 'UNIFORM', resultShape: [2] },
      message: 'shape must hold 1 i64, the sizes of [2]; got tensor<2xi64>',
    },
  ],
});
