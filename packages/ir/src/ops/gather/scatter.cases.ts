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
import { allNumeric, type CaseTable, casesFor, f32, i8, i32, i64, integers, normal } from '@millrace/testing';
import type { ScatterNumbers } from './gather-numbers.ts';
import { scatter } from './scatter.ts';

const rows: ScatterNumbers = {
  updateWindowDims: [1],
  insertedWindowDims: [0],
  inputBatchingDims: [],
  scatterIndicesBatchingDims: [],
  scatterDimsToOperandDims: [0],
  indexVectorDim: 1,
};
const elements: ScatterNumbers = { ...rows, updateWindowDims: [] };
const windows: ScatterNumbers = { ...rows, updateWindowDims: [1, 2], insertedWindowDims: [] };
const specification: ScatterNumbers = {
  updateWindowDims: [3, 4],
  insertedWindowDims: [1],
  inputBatchingDims: [0],
  scatterIndicesBatchingDims: [1],
  scatterDimsToOperandDims: [2, 1],
  indexVectorDim: 3,
};
const replace = (element: ElementType): Region => trace([tensorType(element, []), tensorType(element, [])], (_old, next) => [next]);
const reject = (
  breaks: string,
  change: Partial<ScatterNumbers>,
  message: string,
  types: string[] = ['tensor<2x3x4x2xf32>', 'tensor<2x2x3x2xi64>', 'tensor<2x2x3x2x2xf32>'],
) => ({
  breaks,
  in: types,
  attributes: { scatterDimensionNumbers: { ...specification, ...change } },
  regions: [combinerRegion('add', f32Type)],
  message,
});
const indexed = (dtype: ElementType): ElementType[] => [dtype, i64Type, dtype];
const random = (numbers: ScatterNumbers, region: (dtype: ElementType) => Region, shapes: number[][], uniqueIndices: boolean = false) => ({
  shapes: [shapes],
  dtypes: [f32Type],
  elements: indexed,
  draw: [normal(), integers(-1, 6), normal()],
  attributes: { scatterDimensionNumbers: numbers, uniqueIndices },
  regions: (dtype: ElementType) => [region(dtype)],
});

const ones = [
  [
    [1, 1],
    [1, 1],
  ],
  [
    [1, 1],
    [1, 1],
  ],
  [
    [1, 1],
    [1, 1],
  ],
];

export const cases: CaseTable = casesFor(scatter, {
  values: [
    {
      name: "the specification's example",
      in: [
        i64([
          [
            [
              [1, 2],
              [3, 4],
              [5, 6],
              [7, 8],
            ],
            [
              [9, 10],
              [11, 12],
              [13, 14],
              [15, 16],
            ],
            [
              [17, 18],
              [19, 20],
              [21, 22],
              [23, 24],
            ],
          ],
          [
            [
              [25, 26],
              [27, 28],
              [29, 30],
              [31, 32],
            ],
            [
              [33, 34],
              [35, 36],
              [37, 38],
              [39, 40],
            ],
            [
              [41, 42],
              [43, 44],
              [45, 46],
              [47, 48],
            ],
          ],
        ]),
        i64([
          [
            [
              [0, 0],
              [1, 0],
              [2, 1],
            ],
            [
              [0, 1],
              [1, 1],
              [0, 9],
            ],
          ],
          [
            [
              [0, 0],
              [2, 1],
              [2, 2],
            ],
            [
              [1, 2],
              [0, 1],
              [1, 0],
            ],
          ],
        ]),
        i64([
          [ones, ones],
          [ones, ones],
        ]),
      ],
      attributes: { scatterDimensionNumbers: specification },
      regions: [combinerRegion('add', i64Type)],
      out: i64([
        [
          [
            [3, 4],
            [6, 7],
            [6, 7],
            [7, 8],
          ],
          [
            [9, 10],
            [11, 12],
            [15, 16],
            [17, 18],
          ],
          [
            [17, 18],
            [19, 20],
            [22, 23],
            [24, 25],
          ],
        ],
        [
          [
            [25, 26],
            [28, 29],
            [30, 31],
            [31, 32],
          ],
          [
            [35, 36],
            [38, 39],
            [38, 39],
            [39, 40],
          ],
          [
            [41, 42],
            [44, 45],
            [46, 47],
            [47, 48],
          ],
        ],
      ]),
    },
    {
      name: 'the last of several replacements wins',
      in: [f32([1, 2, 3]), i32([[0], [2], [0]]), f32([10, 20, 30])],
      attributes: { scatterDimensionNumbers: elements },
      regions: [replace(f32Type)],
      out: f32([30, 2, 20]),
    },
    {
      name: 'indices outside are skipped',
      in: [i32([1, 2, 3]), i32([[-1], [3], [1]]), i32([10, 20, 30])],
      attributes: { scatterDimensionNumbers: elements },
      regions: [combinerRegion('add', i32Type)],
      out: i32([1, 32, 3]),
    },
    {
      name: 'a wider update computation',
      in: [i8([100, 100]), i32([[0]]), i8([100])],
      attributes: { scatterDimensionNumbers: elements },
      regions: [combinerRegion('add', i32Type)],
      out: i32([200, 100]),
    },
    {
      name: 'two inputs',
      in: [f32([1, 2]), i32([5, 6]), i32([[1]]), f32([10]), i32([20])],
      attributes: { scatterDimensionNumbers: elements },
      regions: [
        trace(
          [f32Type, i32Type, f32Type, i32Type].map((e) => tensorType(e, [])),
          (x, i, y, j) => [methods.subtract(x, y), methods.multiply(i, j)],
        ),
      ],
      out: [f32([1, -8]), i32([5, 120])],
    },
  ],
  rejects: [
    reject('c1', {}, 'inputs must have one shape', ['tensor<2xf32>', 'tensor<3xf32>', 'tensor<1x1xi32>', 'tensor<1xf32>', 'tensor<1xf32>']),
    reject('c2', { insertedWindowDims: [] }, 'must have 4 entries together'),
    reject('c3', { ...elements }, 'updates must have one shape', ['tensor<2xf32>', 'tensor<2xf32>', 'tensor<1x1xi32>', 'tensor<1xf32>', 'tensor<2xf32>']),
    reject('c4', {}, 'updates must have shape [2, 2, 3, 2, 2]; got [2, 2, 2, 2, 2]', ['tensor<2x3x4x2xf32>', 'tensor<2x2x3x2xi64>', 'tensor<2x2x2x2x2xf32>']),
    reject('c4', {}, 'windows [2, 3, 5, 2] must be at most [2, 3, 4, 2]', ['tensor<2x3x4x2xf32>', 'tensor<2x2x3x2xi64>', 'tensor<2x2x3x5x2xf32>']),
    reject('c5', {}, 'at least one input is needed', ['tensor<2x2x3x2xi64>']),
    reject('c6', {}, "each update must have its input's element type", ['tensor<2x3x4x2xf32>', 'tensor<2x2x3x2xi64>', 'tensor<2x2x3x2x2xf64>']),
    reject('c7', { updateWindowDims: [4, 3] }, 'updateWindowDims [4, 3] must be unique and ascending'),
    reject('c8', { updateWindowDims: [3, 5] }, 'updateWindowDims [3, 5] must be axes of the updates'),
    reject('c9', { insertedWindowDims: [0] }, 'insertedWindowDims and inputBatchingDims must be unique'),
    reject('c10', { updateWindowDims: [3], insertedWindowDims: [2, 1] }, 'insertedWindowDims [2, 1] must be ascending'),
    reject('c11', { insertedWindowDims: [4] }, 'insertedWindowDims [4] must be axes of the inputs'),
    reject('c12', { updateWindowDims: [3], inputBatchingDims: [2, 0], scatterIndicesBatchingDims: [0, 1] }, 'inputBatchingDims [2, 0] must be ascending'),
    reject('c13', { inputBatchingDims: [4] }, 'inputBatchingDims [4] must be axes of the inputs'),
    reject('c14', { updateWindowDims: [3], inputBatchingDims: [0, 2], scatterIndicesBatchingDims: [1, 1] }, 'scatterIndicesBatchingDims [1, 1] must be unique'),
    reject('c15', { scatterIndicesBatchingDims: [4] }, 'scatterIndicesBatchingDims [4] must be axes of the indices'),
    reject('c16', { scatterIndicesBatchingDims: [3] }, 'indexVectorDim 3 must not be a batching axis'),
    reject('c17', { scatterIndicesBatchingDims: [] }, 'must have one length'),
    reject('c18', { scatterIndicesBatchingDims: [2] }, 'sizes of batching axes differ'),
    reject('c19', { scatterDimsToOperandDims: [2] }, 'scatterDimsToOperandDims must have 2 entries'),
    reject('c20', { scatterDimsToOperandDims: [2, 0] }, 'scatterDimsToOperandDims and inputBatchingDims must be unique'),
    reject('c21', { scatterDimsToOperandDims: [2, 4] }, 'scatterDimsToOperandDims [2, 4] must be axes of the inputs'),
    reject('c22', { indexVectorDim: 5 }, 'indexVectorDim 5 must be at least 0 and at most 4'),
    { ...reject('c23', {}, 'to which f32 cannot be promoted'), regions: [combinerRegion('add', i32Type)] },
    { ...reject('c23', {}, 'updateComputation must take 2 scalars and return 1'), regions: [trace([tensorType(f32Type, [])], (x) => [x])] },
  ],
  random: [
    {
      shapes: [
        [
          [5, 3],
          [4, 1],
          [4, 3],
        ],
      ],
      dtypes: allNumeric,
      elements: (dtype: ElementType) => [dtype, i32Type, dtype],
      draw: [integers(-5, 6), integers(-1, 6), integers(-5, 6)],
      attributes: { scatterDimensionNumbers: rows },
      regions: (dtype: ElementType) => [combinerRegion('add', dtype)],
    },
    random(specification, (e) => combinerRegion('add', e), [
      [2, 3, 4, 2],
      [2, 2, 3, 2],
      [2, 2, 3, 2, 2],
    ]),
    random(windows, (e) => combinerRegion('add', e), [
      [6, 3],
      [4, 1],
      [4, 3, 2],
    ]),
    random(elements, (e) => combinerRegion('maximum', e), [[4], [9, 1], [9]]),
    random(elements, (e) => combinerRegion('minimum', e), [[4], [9, 1], [9]]),
    random(elements, replace, [[4], [9, 1], [9]]),
    random({ ...elements, indexVectorDim: 0 }, (e) => combinerRegion('multiply', e), [[4], [1], []], true),
  ].map((row) => (row.dtypes.length > 1 ? row : { ...row, dtypes: [f32Type, f64Type] })),
});
