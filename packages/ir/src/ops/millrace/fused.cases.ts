import { scalarInput } from '@millrace/ir';
import { type CaseTable, casesFor, f32, i32 } from '@millrace/testing';
import { fused } from './fused.ts';

const [x, y] = [scalarInput(0), scalarInput(1)];
const expressions = (...list: readonly (typeof x)[]) => ({ expressions: list as never });

export const cases: CaseTable = casesFor(fused, {
  values: [
    {
      name: 'several results over a vector and a scalar',
      in: [f32([1, 2]), f32(3)],
      attributes: expressions(x.mul(y).add(1), x.less(2).convert(i32.element)),
      out: [f32([4, 7]), i32([1, 0])],
    },
    { name: 'empty', in: [f32.empty([0]), f32(3)], attributes: expressions(x.add(y)), out: f32.empty([0]) },
  ],
  rejects: [
    {
      breaks: 'c1',
      in: ['tensor<2xf32>', 'tensor<3xf32>'],
      attributes: expressions(x.add(y)),
      message: 'inputs must be scalars or have one shape; got [2], [3]',
    },
    { breaks: 'c2', in: ['tensor<2xf32>'], attributes: expressions(x.add(y)), message: 'expressions must be scalar expressions over 1 inputs' },
    { breaks: 'c2', in: ['tensor<2xf32>'], attributes: { expressions: ['add'] }, message: 'expressions must be scalar expressions over 1 inputs' },
  ],
});
