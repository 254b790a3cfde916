import { type CaseTable, c64, casesFor, complexes, f32, f64, floats, normal } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';
import { real } from './real.ts';

export const cases: CaseTable = casesFor(real, {
  values: [
    {
      name: "the specification's example",
      in: [
        c64([
          [1, 2],
          [3, 4],
        ]),
      ],
      out: f32([1, 3]),
    },
    { name: 'real numbers pass', in: [f64([1.5, -2])], out: f64([1.5, -2]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'operand is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [normal()]),
});
