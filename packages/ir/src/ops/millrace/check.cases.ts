import { type CaseTable, casesFor, i1, i32 } from '@millrace/testing';
import { check } from './check.ts';

const attributes = { code: 'index-out-of-range', op: 'gather', message: 'indices[{position}] = {0} is not in [0, {1})' };

export const cases: CaseTable = casesFor(check, {
  values: [
    { name: 'all hold', in: [i1([true, true]), i32([1, 2]), i32(5)], attributes, out: [] },
    { name: 'nothing to check', in: [i1.empty([0])], attributes, out: [] },
  ],
  rejects: [
    {
      breaks: 'evaluation',
      in: [
        i1([
          [true, true],
          [true, false],
        ]),
        i32([
          [1, 2],
          [3, 7],
        ]),
        i32(5),
      ],
      attributes,
      message: 'gather: indices[1, 1] = 7 is not in [0, 5)',
    },
    { breaks: 'evaluation', in: [i1([true, false, false]), i32([1, -4, 9]), i32(5)], attributes, message: 'indices[1] = -4 is not in [0, 5)' },
    { breaks: 'c1', in: ['tensor<2xi1>', 'tensor<3xi32>'], attributes, message: 'shown operands must be scalars or have shape [2]; got [3]' },
    { breaks: 'c2', in: ['tensor<2xi1>'], attributes: { ...attributes, code: 'nonsense' }, message: 'code nonsense is not in the table of errors' },
  ],
});
