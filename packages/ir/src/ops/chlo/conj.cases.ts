import { type CaseTable, c64, casesFor, complexes, f32, floats, normal } from '@millrace/testing';
import { pointwiseRows } from '../elementwise/family.cases.ts';
import { conj } from './conj.ts';

export const cases: CaseTable = casesFor(conj, {
  values: [
    {
      name: 'complex and real',
      in: [
        c64([
          [1, 2],
          [3, -4],
        ]),
      ],
      out: c64([
        [1, -2],
        [3, 4],
      ]),
    },
    { name: 'real numbers pass', in: [f32([1, -2])], out: f32([1, -2]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [normal()]),
});
