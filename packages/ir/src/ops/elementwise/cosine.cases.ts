import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, normal } from '@millrace/testing';
import { cosine } from './cosine.ts';
import { approximated, pointwiseRows } from './family.cases.ts';

export const cases: CaseTable = casesFor(cosine, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, -2, 3, 100])],
      out: f32([0.8775825618903728, -0.4161468365471424, -0.9899924966004454, 0.8623188722876839]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, -2, 3, 100])],
      out: f64([0.8775825618903728, -0.4161468365471424, -0.9899924966004454, 0.8623188722876839]),
      tolerance: 2,
    },
    { name: 'special values', in: [f64([0, -0, Infinity, NaN])], out: f64([1, 1, NaN, NaN]) },
    {
      name: 'complex numbers',
      in: [
        c128([
          [0.5, -1.25],
          [-2, 0.75],
          [3, 2],
        ]),
      ],
      out: c128([
        [1.6572478640539148, 0.7680009178735728],
        [-0.5387783532487324, 0.747730488384954],
        [-3.7245455049153224, -0.5118225699873846],
      ]),
      tolerance: 4,
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [normal()]),
  ulp: approximated,
});
