import { type CaseTable, c64, casesFor, complexes, f32, f64, floats, normal } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';
import { imag } from './imag.ts';

export const cases: CaseTable = casesFor(imag, {
  values: [
    {
      name: "the specification's example",
      in: [
        c64([
          [1, 2],
          [3, 4],
        ]),
      ],
      out: f32([2, 4]),
    },
    { name: 'real numbers have none', in: [f64([1.5, -2])], out: f64([0, 0]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'operand is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [normal()]),
});
