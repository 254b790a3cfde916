import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, uniform } from '@millrace/testing';
import { approximated, pointwiseRows } from './family.cases.ts';
import { log } from './log.ts';

export const cases: CaseTable = casesFor(log, {
  values: [
    {
      name: 'values by mpmath, 60 digits',
      in: [f32([0.5, 3, 1.0078125, 1000000])],
      out: f32([-Math.LN2, 1.0986122886681098, 0.007782140442054949, 13.815510557964274]),
    },
    {
      name: 'the same in f64',
      in: [f64([0.5, 3, 1.0078125, 1000000])],
      out: f64([-Math.LN2, 1.0986122886681098, 0.007782140442054949, 13.815510557964274]),
      tolerance: 2,
    },
    { name: 'special values', in: [f64([0, 1, Infinity, -1, NaN])], out: f64([-Infinity, 0, Infinity, NaN, NaN]) },
    {
      name: 'complex numbers',
      in: [
        c128([
          [0.5, -1.25],
          [-2, 0.75],
          [3, 2],
          [1.0078125, 0.0009765625],
          [1e300, 1e300],
        ]),
      ],
      out: c128([
        [0.2973535538733464, -1.1902899496825317],
        [0.7589353594543049, 2.782821983319221],
        [1.2824746787307684, 0.5880026035475675],
        [0.007782609914822946, 0.000968991944785062],
        [691.1221014884936, 0.7853981633974483],
      ]),
      tolerance: 4,
    },
    {
      name: 'complex special values',
      in: [
        c128([
          [0, 0],
          [Infinity, Infinity],
          [-Infinity, 1],
        ]),
      ],
      out: c128([
        [-Infinity, 0],
        [Infinity, 0.7853981633974483],
        [Infinity, Math.PI],
      ]),
    },
  ],
  rejects: [{ breaks: 'types', in: ['tensor<2xi32>'], message: 'x is tensor<2xi32>' }],
  random: pointwiseRows(1, [...floats, ...complexes], [uniform(0.2, 3)]),
  ulp: approximated,
});
