import { methods as b, type ElementType, f32 as f32Type, f64 as f64Type, i64 as i64Type, type Region, tensorType, trace } from '@millrace/ir';
import { type CaseTable, casesFor, f32, i64, normal } from '@millrace/testing';
import { map } from './map.ts';

const product = (element: ElementType): Region => trace([tensorType(element, []), tensorType(element, [])], (x, y) => [b.multiply(x, y)]);
const mixed = (element: ElementType): Region =>
  trace([tensorType(element, []), tensorType(element, [])], (x, y) => [b.add(b.multiply(x, b.tanh(y)), b.scalar(element, 2))]);
const types = ['tensor<2x2xf32>', 'tensor<2x2xf32>'];
const attributes = { dimensions: [0, 1] };

export const cases: CaseTable = casesFor(map, {
  values: [
    {
      name: "the specification's example",
      in: [
        i64([
          [0, 1],
          [2, 3],
        ]),
        i64([
          [4, 5],
          [6, 7],
        ]),
      ],
      attributes,
      regions: [product(i64Type)],
      out: i64([
        [0, 5],
        [12, 21],
      ]),
    },
    { name: 'empty', in: [f32.empty([0]), f32.empty([0])], attributes: { dimensions: [0] }, regions: [product(f32Type)], out: f32.empty([0]) },
  ],
  rejects: [
    {
      breaks: 'c1',
      in: ['tensor<2x2xf32>', 'tensor<2x3xf32>'],
      attributes,
      regions: [product(f32Type)],
      message: 'inputs must have one shape; got [2, 2], [2, 3]',
    },
    { breaks: 'c2', in: [], attributes: { dimensions: [] }, regions: [product(f32Type)], message: 'at least one input' },
    { breaks: 'c3', in: types, attributes: { dimensions: [1, 0] }, regions: [product(f32Type)], message: 'dimensions must be [0, 1]; got [1, 0]' },
    { breaks: 'c4', in: types, attributes, regions: [product(f64Type)], message: 'computation must take (tensor<f32>, tensor<f32>) and return one scalar' },
  ],
  random: [
    {
      shapes: [
        [
          [2, 3],
          [2, 3],
        ],
      ],
      dtypes: [f32Type, f64Type],
      draw: [normal()],
      attributes,
      regions: (e) => [mixed(e)],
    },
  ],
});
