import {
  combinerRegion,
  type ElementType,
  f32 as f32Type,
  f64 as f64Type,
  i32 as i32Type,
  i64 as i64Type,
  methods,
  type Region,
  tensorType,
  trace,
} from '@millrace/ir';
import { type CaseTable, casesFor, f32, i64, normal } from '@millrace/testing';
import { selectAndScatter } from './select-and-scatter.ts';

const select = (element: ElementType, comparisonDirection: 'GE' | 'LT' = 'GE'): Region =>
  trace([tensorType(element, []), tensorType(element, [])], (x, y) => [methods.compare(x, y, { comparisonDirection })]);
const regions = (element: ElementType): Region[] => [select(element), combinerRegion('add', element)];
const pair = ['tensor<4xf32>', 'tensor<2xf32>', 'tensor<f32>'];
const attributes = { windowDimensions: [2], windowStrides: [2] };

export const cases: CaseTable = casesFor(selectAndScatter, {
  values: [
    {
      name: "the specification's example",
      in: [
        i64([
          [1, 5],
          [2, 5],
          [3, 6],
          [4, 4],
        ]),
        i64([
          [5, 6],
          [7, 8],
        ]),
        i64(0),
      ],
      attributes: {
        windowDimensions: [3, 1],
        windowStrides: [2, 1],
        padding: [
          [0, 1],
          [0, 0],
        ],
      },
      regions: regions(i64Type),
      out: i64([
        [0, 0],
        [0, 0],
        [5, 14],
        [7, 0],
      ]),
    },
    {
      name: 'the first of equal elements is selected',
      in: [f32([2, 2, 1, 3]), f32([10, 20]), f32(0)],
      attributes,
      regions: regions(f32Type),
      out: f32([10, 0, 0, 20]),
    },
    {
      name: 'padding is never selected',
      in: [f32([-1]), f32([5]), f32(1)],
      attributes: { windowDimensions: [3], padding: [[1, 1]] },
      regions: regions(f32Type),
      out: f32([6]),
    },
  ],
  rejects: [
    {
      breaks: 'c1',
      in: ['tensor<4xf32>', 'tensor<2xf64>', 'tensor<f32>'],
      attributes,
      regions: regions(f32Type),
      message: 'must have one element type; got f32 and f64',
    },
    {
      breaks: 'c2',
      in: ['tensor<4xf32>', 'tensor<3xf32>', 'tensor<f32>'],
      attributes,
      regions: regions(f32Type),
      message: 'source must have shape [2], one element a window; got [3]',
    },
    {
      breaks: 'c3',
      in: ['tensor<4xf32>', 'tensor<2xf32>', 'tensor<1xf32>'],
      attributes,
      regions: regions(f32Type),
      message: 'initValue must be a scalar of f32',
    },
    { breaks: 'c4', in: pair, attributes: { windowDimensions: [2, 2] }, regions: regions(f32Type), message: 'windowDimensions must have 1 entries' },
    { breaks: 'c5', in: pair, attributes: { windowDimensions: [0] }, regions: regions(f32Type), message: 'windowDimensions must be positive' },
    {
      breaks: 'c6',
      in: pair,
      attributes: { windowDimensions: [2], windowStrides: [2, 2] },
      regions: regions(f32Type),
      message: 'windowStrides must have 1 entries',
    },
    { breaks: 'c7', in: pair, attributes: { windowDimensions: [2], windowStrides: [0] }, regions: regions(f32Type), message: 'windowStrides must be positive' },
    { breaks: 'c8', in: pair, attributes: { ...attributes, padding: [[0, 0, 0]] }, regions: regions(f32Type), message: 'padding must have shape [1, 2]' },
    {
      breaks: 'c9',
      in: pair,
      attributes,
      regions: [combinerRegion('add', f32Type), combinerRegion('add', f32Type)],
      message: 'select must have type (tensor<f32>, tensor<f32>) → tensor<i1>',
    },
    { breaks: 'c10', in: pair, attributes, regions: [select(f32Type), combinerRegion('add', i32Type)], message: 'to which f32 cannot be promoted' },
  ],
  random: [
    { shapes: [[[6, 5], [3, 4], []]], dtypes: [f32Type, f64Type], draw: [normal()], attributes: { windowDimensions: [2, 2], windowStrides: [2, 1] }, regions },
    {
      shapes: [[[5], [3], []]],
      dtypes: [f32Type, f64Type],
      draw: [normal()],
      attributes: { windowDimensions: [3], windowStrides: [2], padding: [[1, 1]] },
      regions: (dtype) => [select(dtype, 'LT'), combinerRegion('add', dtype)],
    },
  ],
});
