import { type CaseTable, c64, c128, casesFor, complexes, f64, floats, i32, i64, signedIntegers, uniform } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';
import { sign } from './sign.ts';

export const cases: CaseTable = casesFor(sign, {
  values: [
    { name: "the specification's example", in: [f64([NaN, -1, -0, 0, 1])], out: f64([NaN, -1, -0, 0, 1]) },
    { name: 'integers', in: [i32([-7, 0, 9])], out: i32([-1, 0, 1]) },
    { name: '64 bits', in: [i64([-9223372036854775808n, 0n, 5n])], out: i64([-1, 0, 1]) },
    {
      name: 'the direction of a complex number',
      in: [
        c64([
          [3, 4],
          [0, 0],
          [0, -2],
          [NaN, 1],
        ]),
      ],
      out: c64([
        [0.6, 0.8],
        [0, 0],
        [0, -1],
        [NaN, NaN],
      ]),
    },
    { name: 'a modulus that overflows', in: [c128([[1.5e308, -1.5e308]])], out: c128([[0.7071067811865475, -0.7071067811865475]]), tolerance: 2 },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xui32>'], message: 'x is tensor<2xui32>' }],
  random: pointwiseRows(1, [...floats, ...signedIntegers, ...complexes], [uniform(-3, -0.2)]),
  ulp: { default: 0, 'complex<f32>': 2, 'complex<f64>': 2 }, // the quotient by a rounded modulus
});
