import { type CaseTable, c64, c128, casesFor, complexes, f32, f64, floats, i8, i32, signedIntegers, uniform } from '@millrace/testing';
import { abs } from './abs.ts';
import { pointwiseRows } from './family.cases.ts';

export const cases: CaseTable = casesFor(abs, {
  values: [
    { name: "the specification's example", in: [i32([-2, 0, 2])], out: i32([2, 0, 2]) },
    { name: 'floats', in: [f32([-0, -1.5, -Infinity, NaN])], out: f32([0, 1.5, Infinity, NaN]) },
    {
      name: 'the modulus of a complex number',
      in: [
        c64([
          [3, 4],
          [-5, 12],
        ]),
      ],
      out: f32([5, 13]),
    },
    {
      name: 'parts whose squares overflow',
      in: [
        c128([
          [3e200, -4e200],
          [Infinity, NaN],
        ]),
      ],
      out: f64([5e200, Infinity]),
      tolerance: 1,
    },
    { name: 'the smallest integer wraps', in: [i8([-128])], out: i8([-128]) },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xui32>'], message: 'x is tensor<2xui32>' }],
  random: pointwiseRows(1, [...floats, ...signedIntegers, ...complexes], [uniform(-3, -0.2)]),
  ulp: { default: 0, 'complex<f32>': 1, 'complex<f64>': 1 }, // a modulus is a rounded root of a sum of squares
});
