import { type CaseTable, c128, casesFor, complexes, f32, f64, floats, uniform } from '@millrace/testing';
import { atan2 } from './atan2.ts';
import { approximated, pointwiseRows } from './family.cases.ts';

export const cases: CaseTable = casesFor(atan2, {
  values: [
    { name: "the specification's example", in: [f64([0, 1, -1]), f64([0, 0, 0])], out: f64([0, 1.5707963267948966, -1.5707963267948966]) },
    {
      name: 'quadrants',
      in: [f32([1, 1, -1, -1]), f32([1, -1, -1, 1])],
      out: f32([0.785398163397448, 2.35619449019234, -2.35619449019234, -0.785398163397448]),
    },
    {
      name: 'signed zeros and infinities',
      in: [f64([-0, 0, Infinity, -Infinity, NaN]), f64([-1, -1, Infinity, 1, 1])],
      out: f64([-Math.PI, Math.PI, 0.7853981633974483, -1.5707963267948966, NaN]),
    },
    { name: 'complex numbers on the real line', in: [c128([[1, 0]]), c128([[2, 0]])], out: c128([[0.4636476090008061, 0]]), tolerance: 2 },
    {
      name: 'complex, by mpmath: -i log((x + iy) / sqrt(x² + y²))',
      in: [c128([[0.5, -0.25]]), c128([[2, 1]])],
      out: c128([[0.1548514722712281, -0.19797050531140856]]),
      tolerance: 16,
    },
  ],
  rejects: [
    { breaks: 'types', in: ['tensor<2xi32>', 'tensor<2xi32>'], message: 'lhs is tensor<2xi32>' },
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<2xf64>'], message: 'lhs and rhs must have one element type; got f32 and f64' },
    { breaks: 'c1', in: ['tensor<2xf32>', 'tensor<3xf32>'], message: 'lhs and rhs must have one shape; got [2] and [3]' },
  ],
  random: pointwiseRows(2, [...floats, ...complexes], [uniform(0.3, 2), uniform(0.5, 2)]),
  // f32: measured on 200,000 pairs and the special values of C99 in runtime/src/devices/power-and-atan2.test.ts; complex: a root, a quotient and a logarithm
  ulp: { ...approximated, f32: 1, 'js f32': 0, 'js f64': 0, 'complex<f32>': 8, 'complex<f64>': 16 },
});
