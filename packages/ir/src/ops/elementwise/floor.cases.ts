import { type CaseTable, casesFor, f16, f32, f64, floats, normal } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';
import { floor } from './floor.ts';

export const cases: CaseTable = casesFor(floor, {
  values: [
    { name: "the specification's example", in: [f32([-0.8166, -0.253, 0.253, 0.8166, 2])], out: f32([-1, -1, 0, 0, 2]) },
    {
      name: 'integers, infinities and NaN stay',
      in: [f64([-0, 3, 4503599627370497, Infinity, -Infinity, NaN])],
      out: f64([-0, 3, 4503599627370497, Infinity, -Infinity, NaN]),
    },
    { name: 'narrow types', in: [f16([1.5, -1.5, 0.0999755859375])], out: f16([1, -2, 0]) },
    { name: 'empty', in: [f32.empty([0, 2])], out: f32.empty([0, 2]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, floats, [normal(3)]),
  ulp: { default: 0 },
});
