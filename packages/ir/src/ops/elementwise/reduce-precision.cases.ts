import { type CaseTable, casesFor, f32, f64, floats, normal } from '@millrace/testing';
import { pointwiseRows } from './family.cases.ts';
import { reducePrecision } from './reduce-precision.ts';

export const cases: CaseTable = casesFor(reducePrecision, {
  values: [
    {
      name: "the specification's example: e5m10",
      in: [f64([Infinity, NaN, 5e-324, 0, 65519, 65520])],
      attributes: { exponentBits: 5, mantissaBits: 10 },
      out: f64([Infinity, NaN, 0, 0, 65504, Infinity]),
    },
    { name: 'a tie goes to the even mantissa', in: [f32([1.5, 2.5, 3.5])], attributes: { exponentBits: 8, mantissaBits: 1 }, out: f32([1.5, 2, 4]) },
    {
      name: 'below the smallest normal number is zero',
      in: [f32([0.00006103515625, 0.00006])],
      attributes: { exponentBits: 5, mantissaBits: 10 },
      out: f32([0.00006103515625, 0]),
    },
    { name: 'NaN without a mantissa is infinity', in: [f64([NaN])], attributes: { exponentBits: 5, mantissaBits: 0 }, out: f64([Infinity]) },
    { name: 'more bits than the type change nothing', in: [f32([0.1, 1e-45])], attributes: { exponentBits: 11, mantissaBits: 52 }, out: f32([0.1, 1e-45]) },
  ],
  rejects: [
    { breaks: 'c2', in: ['tensor<2xf32>'], attributes: { exponentBits: 0, mantissaBits: 3 }, message: 'exponentBits must be at least 1; got 0' },
    { breaks: 'c3', in: ['tensor<2xf32>'], attributes: { exponentBits: 5, mantissaBits: -1 }, message: 'mantissaBits must not be negative; got -1' },
  ],
  // its derivative is the rounding of the tangent, which no difference quotient shows
  random: [
    [5, 10],
    [4, 3],
    [8, 7],
  ].flatMap(([exponentBits, mantissaBits]) => pointwiseRows(1, floats, [normal(100)], { attributes: { exponentBits, mantissaBits }, grad: false })),
});
