import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, uniform } from '@millrace/testing';
import { cbrt } from './cbrt.ts';
import { approximated, pointwiseRows } from './family.cases.ts';

export const cases: CaseTable = casesFor(cbrt, {
  values: [
    { name: 'values by mpmath, 60 digits', in: [f32([0.125, 2, -27, 1000000])], out: f32([0.5, 1.2599210498948732, -3, 100]) },
    { name: 'the same in f64', in: [f64([0.125, 2, -27, 1000000])], out: f64([0.5, 1.2599210498948732, -3, 100]), tolerance: 2 },
    { name: 'special values', in: [f64([0, -0, Infinity, -Infinity, NaN])], out: f64([0, -0, Infinity, -Infinity, NaN]) },
    {
      name: 'complex numbers',
      in: [
        c128([
          [0.5, -1.25],
          [-8, 0.5],
          [3, 2],
        ]),
      ],
      out: c128([
        [1.018418680678539, -0.4267002825324969],
        [1.0364917400764648, 1.711983188901558],
        [1.5040464811979786, 0.2986283143252427],
      ]),
      tolerance: 4,
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [uniform(0.3, 3)]),
  ulp: approximated,
});
