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
import { allNumeric, type CaseTable, casesFor, f32, i32, i64, integers, normal } from '@millrace/testing';
import { reduceWindow } from './reduce-window.ts';

const add = (): Region[] => [combinerRegion('add', f32Type)];
const one = ['tensor<4xf32>', 'tensor<f32>'];
const lowest = { elements: (dtype: ElementType) => [dtype, dtype] };
const floating = [f32Type, f64Type];

export const cases: CaseTable = casesFor(reduceWindow, {
  values: [
    {
      name: "the specification's example",
      in: [
        i64([
          [1, 2],
          [3, 4],
          [5, 6],
        ]),
        i64(0),
      ],
      attributes: {
        windowDimensions: [2, 1],
        windowStrides: [4, 1],
        baseDilations: [2, 1],
        windowDilations: [3, 1],
        padding: [
          [2, 1],
          [0, 0],
        ],
      },
      regions: [combinerRegion('add', i64Type)],
      out: i64([
        [0, 0],
        [3, 4],
      ]),
    },
    {
      name: 'maximum of pairs',
      in: [f32([1, 3, 2, 5]), f32(Number.NEGATIVE_INFINITY)],
      attributes: { windowDimensions: [2], windowStrides: [2] },
      regions: [combinerRegion('maximum', f32Type)],
      out: f32([3, 5]),
    },
    {
      name: 'running sum',
      in: [i32([1, 2, 3]), i32(0)],
      attributes: { windowDimensions: [3], padding: [[2, 0]] },
      regions: [combinerRegion('add', i32Type)],
      out: i32([1, 3, 6]),
    },
    { name: 'a window larger than the operand', in: [f32([1, 2]), f32(0)], attributes: { windowDimensions: [3] }, regions: add(), out: f32.empty([0]) },
    {
      name: 'two inputs',
      in: [f32([1, 2, 3]), f32([4, 5, 6]), f32(0), f32(1)],
      attributes: { windowDimensions: [2] },
      regions: [
        trace(
          [f32Type, f32Type, f32Type, f32Type].map((e) => tensorType(e, [])),
          (a, c, x, y) => [methods.add(a, x), methods.multiply(c, y)],
        ),
      ],
      out: [f32([3, 5]), f32([20, 30])],
    },
  ],
  rejects: [
    { breaks: 'c1', in: [], attributes: { windowDimensions: [] }, regions: add(), message: 'at least one input' },
    {
      breaks: 'c2',
      in: ['tensor<2xf32>', 'tensor<3xf32>', 'tensor<f32>', 'tensor<f32>'],
      attributes: { windowDimensions: [2] },
      regions: add(),
      message: 'inputs must have one shape',
    },
    {
      breaks: 'c3',
      in: ['tensor<2xf32>', 'tensor<i32>'],
      attributes: { windowDimensions: [2] },
      regions: add(),
      message: "must be a scalar of its input's element type",
    },
    { breaks: 'c4', in: one, attributes: { windowDimensions: [2, 2] }, regions: add(), message: 'windowDimensions must have 1 entries' },
    { breaks: 'c5', in: one, attributes: { windowDimensions: [0] }, regions: add(), message: 'windowDimensions must be positive' },
    { breaks: 'c6', in: one, attributes: { windowDimensions: [2], windowStrides: [1, 1] }, regions: add(), message: 'windowStrides must have 1 entries' },
    { breaks: 'c7', in: one, attributes: { windowDimensions: [2], windowStrides: [0] }, regions: add(), message: 'windowStrides must be positive' },
    { breaks: 'c8', in: one, attributes: { windowDimensions: [2], baseDilations: [1, 1] }, regions: add(), message: 'baseDilations must have 1 entries' },
    { breaks: 'c9', in: one, attributes: { windowDimensions: [2], baseDilations: [0] }, regions: add(), message: 'baseDilations must be positive' },
    { breaks: 'c10', in: one, attributes: { windowDimensions: [2], windowDilations: [1, 1] }, regions: add(), message: 'windowDilations must have 1 entries' },
    { breaks: 'c11', in: one, attributes: { windowDimensions: [2], windowDilations: [-1] }, regions: add(), message: 'windowDilations must be positive' },
    {
      breaks: 'c12',
      in: one,
      attributes: {
        windowDimensions: [2],
        padding: [
          [0, 0],
          [0, 0],
        ],
      },
      regions: add(),
      message: 'padding must have shape [1, 2]',
    },
    { breaks: 'c13', in: one, attributes: { windowDimensions: [2] }, regions: [combinerRegion('add', i32Type)], message: 'to which f32 cannot be promoted' },
  ],
  random: [
    {
      shapes: [
        [[5, 7], []],
        [[4, 16], []],
      ],
      dtypes: allNumeric,
      draw: [integers(-4, 5)],
      attributes: {
        windowDimensions: [2, 3],
        windowStrides: [2, 1],
        padding: [
          [1, 0],
          [0, 1],
        ],
      },
      regions: (dtype) => [combinerRegion('add', dtype)],
    },
    {
      shapes: [[[5, 4], []]],
      dtypes: floating,
      draw: [normal()],
      attributes: {
        windowDimensions: [2, 2],
        windowStrides: [3, 1],
        baseDilations: [2, 3],
        windowDilations: [3, 2],
        padding: [
          [2, -1],
          [0, 1],
        ],
      },
      regions: (dtype) => [combinerRegion('add', dtype)],
    },
    {
      // The initial value is the identity, so that padding never wins.
      shapes: [[[5, 6], []]],
      dtypes: floating,
      ...lowest,
      draw: [normal(), () => Number.NEGATIVE_INFINITY],
      grad: [0],
      attributes: {
        windowDimensions: [3, 2],
        windowStrides: [2, 2],
        padding: [
          [1, 1],
          [0, 0],
        ],
      },
      regions: (dtype) => [combinerRegion('maximum', dtype)],
    },
    {
      shapes: [[[6], []]],
      dtypes: floating,
      draw: [normal(), () => Number.POSITIVE_INFINITY],
      grad: [0],
      attributes: { windowDimensions: [6], windowDilations: [2], baseDilations: [3], padding: [[1, 2]] },
      regions: (dtype) => [combinerRegion('minimum', dtype)],
    },
  ],
  // The order is the implementation's: devices sum in lanes and a tree (compiler/src/loops/reduction-order.ts), the evaluator from left to right.
  ulp: { 'relative f32': 1e-6, 'relative f64': 2e-15 },
});
