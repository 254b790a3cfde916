import type { Primitive } from '@millrace/ir';
import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, uniform } from '@millrace/testing';
import { approximated, pointwiseRows } from './family.cases.ts';
import { tan } from './tan.ts';

/** The table of a tangent: the operation is in two dialects. */
export const tanCases = (primitive: Primitive): CaseTable =>
  casesFor(primitive, {
    values: [
      {
        name: 'values by mpmath, 60 digits',
        in: [f32([0.5, -2, 3, 100])],
        out: f32([0.5463024898437905, 2.185039863261519, -0.1425465430742778, -0.5872139151569291]),
      },
      {
        name: 'the same in f64',
        in: [f64([0.5, -2, 3, 100])],
        out: f64([0.5463024898437905, 2.185039863261519, -0.1425465430742778, -0.5872139151569291]),
        tolerance: 2,
      },
      { name: 'special values', in: [f64([0, Infinity, NaN])], out: f64([0, NaN, NaN]) },
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
          [0.12610856648423438, -0.9067248043194309],
          [0.4455013214367418, 1.2534271713346836],
          [-0.009884375038322494, 0.9653858790221331],
        ]),
        tolerance: 4,
      },
    ],
    rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
    random: pointwiseRows(1, [...floats, ...complexes], [uniform(-1.2, 1.2)]),
    ulp: approximated,
  });

export const cases: CaseTable = tanCases(tan);
