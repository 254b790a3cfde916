import { allTypes, bf16, type CaseTable, c64, casesFor, f32, f64, floats, i1, i64, integers, oneOf, ui32 } from '@millrace/testing';
import { compare } from './compare.ts';
import { pointwiseRows } from './family.cases.ts';

export const cases: CaseTable = casesFor(compare, {
  values: [
    {
      name: "the specification's example",
      in: [f32([1, 3]), f32([1.1, 2.9])],
      attributes: { comparisonDirection: 'LT', compareType: 'FLOAT' },
      out: i1([true, false]),
    },
    { name: 'NaN is not ordered', in: [f32([NaN, 1]), f32([NaN, NaN])], attributes: { comparisonDirection: 'LE' }, out: i1([false, false]) },
    { name: 'NaN is unequal', in: [f32([NaN]), f32([NaN])], attributes: { comparisonDirection: 'NE' }, out: i1([true]) },
    { name: 'zeros are equal', in: [f32([-0]), f32([0])], attributes: { comparisonDirection: 'EQ' }, out: i1([true]) },
    {
      name: 'total order: -0 below 0',
      in: [f32([-0, 0]), f32([0, -0])],
      attributes: { comparisonDirection: 'LT', compareType: 'TOTALORDER' },
      out: i1([true, false]),
    },
    {
      name: 'total order: NaN above infinity and equal to itself',
      in: [f64([NaN, NaN, Infinity]), f64([Infinity, NaN, NaN])],
      attributes: { comparisonDirection: 'GE', compareType: 'TOTALORDER' },
      out: i1([true, true, false]),
    },
    {
      name: 'total order of negative numbers',
      in: [bf16([-2, -1, -Infinity]), bf16([-1, -2, -5])],
      attributes: { comparisonDirection: 'LT', compareType: 'TOTALORDER' },
      out: i1([true, false, true]),
    },
    { name: 'unsigned', in: [ui32([4294967295]), ui32([1])], attributes: { comparisonDirection: 'GT', compareType: 'UNSIGNED' }, out: i1([true]) },
    { name: '64 bits', in: [i64([9007199254740993n]), i64([9007199254740992n])], attributes: { comparisonDirection: 'GT' }, out: i1([true]) },
    { name: 'false is below true', in: [i1([false, true]), i1([true, true])], attributes: { comparisonDirection: 'LT' }, out: i1([true, false]) },
    {
      name: 'complex: lexicographic',
      in: [
        c64([
          [1, 5],
          [2, 1],
          [2, 1],
        ]),
        c64([
          [2, 0],
          [2, 3],
          [2, 1],
        ]),
      ],
      attributes: { comparisonDirection: 'LT' },
      out: i1([true, true, false]),
    },
  ],
  rejects: [
    {
      breaks: 'c1',
      in: ['tensor<2xf32>', 'tensor<2xf64>'],
      attributes: { comparisonDirection: 'EQ' },
      message: 'lhs and rhs must have one element type; got f32 and f64',
    },
    {
      breaks: 'c2',
      in: ['tensor<2xf32>', 'tensor<3xf32>'],
      attributes: { comparisonDirection: 'EQ' },
      message: 'lhs and rhs must have one shape; got [2] and [3]',
    },
    {
      breaks: 'c3',
      in: ['tensor<2xf32>', 'tensor<2xf32>'],
      attributes: { comparisonDirection: 'EQ', compareType: 'SIGNED' },
      message: 'f32 is compared as FLOAT or TOTALORDER; got SIGNED',
    },
    {
      breaks: 'attributes',
      in: ['tensor<2xf32>', 'tensor<2xf32>'],
      attributes: { comparisonDirection: 'XX' },
      message: 'attribute comparisonDirection is "XX"',
    },
  ],
  random: [
    ...['EQ', 'NE', 'LT', 'LE', 'GT', 'GE'].flatMap((comparisonDirection) =>
      pointwiseRows(2, allTypes, [integers(-2, 3)], { attributes: { comparisonDirection } }),
    ),
    ...['EQ', 'LT', 'GE'].flatMap((comparisonDirection) =>
      pointwiseRows(2, floats, [oneOf([0, -0, 1, -1, NaN, Infinity, -Infinity])], { attributes: { comparisonDirection, compareType: 'TOTALORDER' } }),
    ),
  ],
});
