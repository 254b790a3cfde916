import { combinerRegion, f32 as f32Type, f64 as f64Type, i32 as i32Type, i64 as i64Type, methods, type Region, tensorType, trace } from '@millrace/ir';
import { allNumeric, type CaseTable, casesFor, f32, i1, i8, i32, i64, integers, normal, oneOf } from '@millrace/testing';
import { reduce } from './reduce.ts';

const add = (): Region[] => [combinerRegion('add', f32Type)];
const scalar = tensorType(f32Type, []);
/** Keeps the larger value with its position: what argmax is made of. */
const larger = (): Region =>
  trace([scalar, tensorType(i32Type, []), scalar, tensorType(i32Type, [])], (x, i, y, j) => {
    const first = methods.compare(x, y, { comparisonDirection: 'GE' });
    return [methods.select(first, x, y), methods.select(first, i, j)];
  });

export const cases: CaseTable = casesFor(reduce, {
  values: [
    {
      name: "the specification's example",
      in: [i64([[0, 1, 2, 3, 4, 5]]), i64(0)],
      attributes: { dimensions: [1] },
      regions: [combinerRegion('add', i64Type)],
      out: i64([15]),
    },
    {
      name: 'initial value counts once',
      in: [
        i32([
          [1, 2],
          [3, 4],
        ]),
        i32(10),
      ],
      attributes: { dimensions: [0, 1] },
      regions: [combinerRegion('add', i32Type)],
      out: i32(20),
    },
    { name: 'nothing to reduce', in: [f32.empty([2, 0]), f32(7)], attributes: { dimensions: [1] }, regions: add(), out: f32([7, 7]) },
    { name: 'no dimensions', in: [f32([1, 2]), f32(10)], attributes: { dimensions: [] }, regions: add(), out: f32([11, 12]) },
    { name: 'a wider body', in: [i8([100, 100]), i8(100)], attributes: { dimensions: [0] }, regions: [combinerRegion('add', i32Type)], out: i32(300) },
    {
      name: 'two inputs: maximum and its position',
      in: [
        f32([
          [1, 5, 5],
          [4, 2, 3],
        ]),
        i32([
          [0, 1, 2],
          [0, 1, 2],
        ]),
        f32(Number.NEGATIVE_INFINITY),
        i32(-1),
      ],
      attributes: { dimensions: [1] },
      regions: [larger()],
      out: [f32([5, 4]), i32([1, 0])],
    },
    {
      name: 'all',
      in: [
        i1([
          [true, false],
          [true, true],
        ]),
        i1(true),
      ],
      attributes: { dimensions: [1] },
      regions: [combinerRegion('multiply', i1.element)],
      out: i1([false, true]),
    },
  ],
  rejects: [
    {
      breaks: 'c1',
      in: ['tensor<2xf32>', 'tensor<3xf32>', 'tensor<f32>', 'tensor<f32>'],
      attributes: { dimensions: [0] },
      regions: add(),
      message: 'inputs must have one shape; got [2], [3]',
    },
    {
      breaks: 'c2',
      in: ['tensor<2xf32>', 'tensor<1xf32>'],
      attributes: { dimensions: [0] },
      regions: add(),
      message: "must be a scalar of its input's element type",
    },
    { breaks: 'c3', in: [], attributes: { dimensions: [] }, regions: add(), message: 'at least one input' },
    { breaks: 'c4', in: ['tensor<2xf32>', 'tensor<f32>'], attributes: { dimensions: [1] }, regions: add(), message: 'dimensions [1] must be axes of [2]' },
    { breaks: 'c5', in: ['tensor<2xf32>', 'tensor<f32>'], attributes: { dimensions: [0, 0] }, regions: add(), message: 'dimensions [0, 0] must be unique' },
    {
      breaks: 'c6',
      in: ['tensor<2xf32>', 'tensor<f32>'],
      attributes: { dimensions: [0] },
      regions: [combinerRegion('add', i32Type)],
      message: 'to which f32 cannot be promoted',
    },
  ],
  random: [
    {
      shapes: [
        [[3, 5], []],
        [[2, 33], []],
      ],
      dtypes: allNumeric,
      draw: [integers(-4, 5)],
      attributes: { dimensions: [1] },
      regions: (dtype) => [combinerRegion('add', dtype)],
    },
    {
      shapes: [[[2, 3, 4], []]],
      dtypes: [f32Type, f64Type],
      draw: [normal()],
      attributes: { dimensions: [2, 0] },
      regions: (dtype) => [combinerRegion('add', dtype)],
    },
    {
      shapes: [[[2, 3, 4], []]],
      dtypes: [f32Type, f64Type],
      draw: [normal()],
      attributes: { dimensions: [0, 2] },
      regions: (dtype) => [combinerRegion('maximum', dtype)],
    },
    {
      shapes: [[[3, 5], []]],
      dtypes: [f32Type, f64Type],
      draw: [normal()],
      attributes: { dimensions: [0] },
      regions: (dtype) => [combinerRegion('minimum', dtype)],
    },
    // Zeros: the derivative of a product must not divide by it.
    {
      shapes: [[[3, 6], []]],
      dtypes: [f32Type, f64Type],
      draw: [oneOf([0, 2, 3, -1, 0.5])],
      attributes: { dimensions: [1] },
      regions: (dtype) => [combinerRegion('multiply', dtype)],
    },
    {
      shapes: [[[2, 3, 2], []]],
      dtypes: [f32Type, f64Type],
      draw: [normal()],
      attributes: { dimensions: [2, 0] },
      regions: (dtype) => [combinerRegion('multiply', dtype)],
    },
  ],
  // The order is the implementation's: devices sum in lanes and a tree (compiler/src/loops/reduction-order.ts), the evaluator from left to right.
  ulp: { 'relative f32': 1e-6, 'relative f64': 2e-15 },
});
