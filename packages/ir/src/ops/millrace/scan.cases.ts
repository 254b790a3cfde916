import { methods as b, f32 as f32Type, f64 as f64Type, i64 as i64Type, type Region, tensorType, trace } from '@millrace/ir';
import { type CaseTable, casesFor, f32, i64, normal } from '@millrace/testing';
import { scan } from './scan.ts';

const scalar = tensorType(f32Type, []);
/** Running sums: (s, x) → (s + x, s + x). */
const sums = (): Region =>
  trace([scalar, scalar], (s, x) => {
    const next = b.add(s, x);
    return [next, next];
  });
/** A cell whose next state is not put out: (h, n, x) → (tanh(h * x), n + 1, h * h + x). */
const cell = (element: typeof f32Type): Region => {
  const row = tensorType(element, [3]);
  return trace([row, tensorType(i64Type, []), row], (h, n, x) => [b.tanh(b.multiply(h, x)), b.add(n, b.scalar(i64Type, 1)), b.add(b.multiply(h, h), x)]);
};
/** A recurrent cell that puts its state out. */
const recurrent = (element: typeof f32Type): Region => {
  const row = tensorType(element, [3]);
  return trace([row, row], (h, x) => {
    const next = b.tanh(b.add(b.multiply(h, x), x));
    return [next, next];
  });
};
const squares = (element: typeof f32Type): Region => {
  const type = tensorType(element, [2]);
  return trace([type], (x) => [b.multiply(x, x), x]);
};
const counted = (dtype: typeof f32Type) => [dtype, i64Type, dtype];

export const cases: CaseTable = casesFor(scan, {
  values: [
    { name: 'running sums', in: [f32(0), f32([1, 2, 3])], attributes: { carryCount: 1 }, regions: [sums()], out: [f32(6), f32([1, 3, 6])] },
    { name: 'from the end', in: [f32(0), f32([1, 2, 3])], attributes: { carryCount: 1, reverse: true }, regions: [sums()], out: [f32(6), f32([6, 5, 3])] },
    { name: 'no steps', in: [f32(7), f32.empty([0])], attributes: { carryCount: 1 }, regions: [sums()], out: [f32(7), f32.empty([0])] },
    {
      name: 'by length',
      in: [f32(2)],
      attributes: { carryCount: 1, length: 3 },
      regions: [trace([scalar], (x) => [b.multiply(x, x), x])],
      out: [f32(256), f32([2, 4, 16])],
    },
    { name: 'no carry', in: [i64([1, 2])], attributes: { carryCount: 0 }, regions: [trace([tensorType(i64Type, [])], (x) => [b.add(x, x)])], out: i64([2, 4]) },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<f32>'], attributes: { carryCount: 2 }, regions: [sums()], message: 'carryCount 2 must be at least 0 and at most 1' },
    { breaks: 'c2', in: ['tensor<f32>', 'tensor<f32>'], attributes: { carryCount: 1 }, regions: [sums()], message: 'must have an axis' },
    { breaks: 'c3', in: ['tensor<f32>'], attributes: { carryCount: 1 }, regions: [sums()], message: 'length must be given' },
    {
      breaks: 'c3',
      in: ['tensor<f32>', 'tensor<3xf32>'],
      attributes: { carryCount: 1, length: 2 },
      regions: [sums()],
      message: 'slices must have one length along axis 0; got [3], length 2',
    },
    {
      breaks: 'c4',
      in: ['tensor<f32>', 'tensor<3x2xf32>'],
      attributes: { carryCount: 1 },
      regions: [sums()],
      message: 'body must take (tensor<f32>, tensor<2xf32>)',
    },
    {
      breaks: 'c5',
      in: ['tensor<f32>', 'tensor<3xf32>'],
      attributes: { carryCount: 1 },
      regions: [trace([scalar, scalar], () => [])],
      message: 'body must return the next carry (tensor<f32>) first',
    },
  ],
  random: [
    { shapes: [[[3], [], [4, 3]]], dtypes: [f32Type, f64Type], elements: counted, draw: [normal()], attributes: { carryCount: 2 }, regions: (e) => [cell(e)] },
    {
      shapes: [[[3], [], [4, 3]]],
      dtypes: [f32Type, f64Type],
      elements: counted,
      draw: [normal()],
      attributes: { carryCount: 2, reverse: true },
      regions: (e) => [cell(e)],
    },
    { shapes: [[[3], [5, 3]]], dtypes: [f32Type, f64Type], draw: [normal()], attributes: { carryCount: 1 }, regions: (e) => [recurrent(e)] },
    { shapes: [[[3], [5, 3]]], dtypes: [f32Type, f64Type], draw: [normal()], attributes: { carryCount: 1, reverse: true }, regions: (e) => [recurrent(e)] },
    { shapes: [[[2]]], dtypes: [f32Type, f64Type], draw: [normal(0.7)], attributes: { carryCount: 1, length: 3 }, regions: (e) => [squares(e)] },
  ],
});
