import { methods as b, type ElementType, f32 as f32Type, f64 as f64Type, type Region, tensorType, trace } from '@millrace/ir';
import { type CaseTable, casesFor, f32, normal } from '@millrace/testing';
import { customGradient } from './custom-gradient.ts';

/** y = tanh(x) * w, with its true derivative, so that the numeric check holds. */
const regions = (element: ElementType): Region[] => {
  const type = tensorType(element, [3]);
  return [
    trace([type, type], (x, w) => [b.multiply(b.tanh(x), w)]),
    trace([type, type, type, type], (x, w, _y, ct) => {
      const t = b.tanh(x);
      return [b.multiply(b.multiply(ct, w), b.subtract(b.ones(type), b.multiply(t, t))), b.multiply(ct, t)];
    }),
  ];
};
const wrong = trace([tensorType(f32Type, [2])], (x) => [x]);
const types = ['tensor<3xf32>', 'tensor<3xf32>'];

export const cases: CaseTable = casesFor(customGradient, {
  values: [{ name: 'the body', in: [f32([0, 0, 0]), f32([1, 2, 3])], regions: regions(f32Type), out: f32([0, 0, 0]) }],
  rejects: [
    { breaks: 'c1', in: types, regions: [wrong, regions(f32Type)[1]], message: 'body must take (tensor<3xf32>, tensor<3xf32>)' },
    { breaks: 'c2', in: types, regions: [regions(f32Type)[0], wrong], message: 'vjp must take (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)' },
    {
      breaks: 'c3',
      in: types,
      regions: [regions(f32Type)[0], trace(new Array(4).fill(tensorType(f32Type, [3])), (x) => [x])],
      message: 'vjp must return (tensor<3xf32>, tensor<3xf32>)',
    },
  ],
  random: [{ shapes: [[[3], [3]]], dtypes: [f32Type, f64Type], draw: [normal()], regions }],
});
