import { type ElementType, f32 as f32Type, f64 as f64Type, i32 as i32Type, i64 as i64Type, methods, type Region, tensorType, trace } from '@millrace/ir';
import { type CaseTable, casesFor, f32, i32, i64, integers, normal, orderedDtypes } from '@millrace/testing';
import { sort } from './sort.ts';

const by = (comparisonDirection: 'LT' | 'GT', ...elements: ElementType[]): Region =>
  trace(
    elements.flatMap((e) => [tensorType(e, []), tensorType(e, [])]),
    (x, y) => [methods.compare(x, y, { comparisonDirection })],
  );

export const cases: CaseTable = casesFor(sort, {
  values: [
    {
      name: "the specification's example",
      in: [
        i64([
          [1, 2, 3],
          [3, 2, 1],
        ]),
        i64([
          [3, 2, 1],
          [1, 2, 3],
        ]),
      ],
      attributes: { dimension: 0, isStable: true },
      regions: [by('GT', i64Type, i64Type)],
      out: [
        i64([
          [3, 2, 3],
          [1, 2, 1],
        ]),
        i64([
          [1, 2, 1],
          [3, 2, 3],
        ]),
      ],
    },
    {
      name: 'equal keys keep their order',
      in: [f32([2, 1, 2, 1]), i32([0, 1, 2, 3])],
      attributes: { dimension: -1, isStable: true },
      regions: [by('LT', f32Type, i32Type)],
      out: [f32([1, 1, 2, 2]), i32([1, 3, 0, 2])],
    },
    { name: 'empty', in: [f32.empty([2, 0])], attributes: { dimension: 1 }, regions: [by('LT', f32Type)], out: f32.empty([2, 0]) },
  ],
  rejects: [
    { breaks: 'c1', in: [], regions: [by('LT', f32Type)], message: 'at least one input' },
    { breaks: 'c3', in: ['tensor<2xf32>', 'tensor<3xf32>'], regions: [by('LT', f32Type, f32Type)], message: 'inputs must have one shape; got [2], [3]' },
    { breaks: 'c4', in: ['tensor<2xf32>'], attributes: { dimension: 1 }, regions: [by('LT', f32Type)], message: 'dimension 1 must be an axis of [2]' },
    { breaks: 'c5', in: ['tensor<2xf32>'], regions: [by('LT', i32Type)], message: 'comparator must have type (tensor<f32>, tensor<f32>) → tensor<i1>' },
  ],
  random: [
    { shapes: [[[4, 5]], [[3, 17]]], dtypes: orderedDtypes, draw: [normal(20)], attributes: { dimension: 1 }, regions: (dtype) => [by('LT', dtype)] },
    {
      shapes: [
        [
          [3, 5, 2],
          [3, 5, 2],
        ],
      ],
      dtypes: [f32Type, f64Type],
      draw: [normal(), normal()],
      attributes: { dimension: -2 },
      regions: (dtype) => [by('GT', dtype, dtype)],
    },
    {
      shapes: [[[6], [6]]],
      dtypes: [f32Type],
      elements: (dtype) => [i32Type, dtype],
      draw: [integers(0, 3), normal()],
      regions: (dtype) => [by('LT', i32Type, dtype)],
    },
  ],
});
