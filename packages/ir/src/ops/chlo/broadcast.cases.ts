import { i1 as boolean, type ElementType, f32 as float32, f64 as float64, type Primitive } from '@millrace/ir';
import {
  type CaseTable,
  c64,
  casesFor,
  type Draw,
  f32,
  i1,
  i32,
  integers,
  integerTypes,
  normal,
  type RandomCase,
  uniform,
  type ValueCase,
} from '@millrace/testing';
import * as family from './broadcast.ts';

const floatTypes: readonly ElementType[] = [float32, float64];

/** NumPy's rule on both sides, a scalar, and the axes of the smaller operand given. */
function rows(dtypes: readonly ElementType[], draw: readonly Draw[], more: Partial<RandomCase> = {}): readonly RandomCase[] {
  return [
    {
      shapes: [
        [[3, 1], [4]],
        [[], [2, 2]],
        [
          [2, 3],
          [2, 3],
        ],
      ],
      dtypes,
      draw,
      ...more,
    },
    {
      shapes: [
        [[2], [2, 3]],
        [[3, 2], [3]],
      ],
      dtypes,
      draw,
      ...more,
      attributes: { ...more.attributes, broadcastDimensions: [0] },
    },
  ] as readonly RandomCase[];
}

/** The table of one member: a written value, and the constraints that all members share. */
function member(primitive: Primitive, value: ValueCase, random: readonly RandomCase[], attributes: ValueCase['attributes'] = {}): CaseTable {
  const type = value.in[0].type.element.name;
  return casesFor(primitive, {
    values: [value],
    rejects: [
      {
        breaks: 'i1',
        in: [`tensor<2x3x${type}>`, `tensor<2x${type}>`],
        attributes: { ...attributes, broadcastDimensions: [2] },
        message: 'broadcastDimensions must be 1 ascending axes below 2; got [2]',
      },
      { breaks: 'i2', in: [`tensor<2x3x${type}>`, `tensor<2x${type}>`], attributes, message: 'shapes [2, 3] and [2] do not broadcast' },
    ],
    random,
    // compositions of operations with tables of their own, whose devices differ by as much
    ulp: { f32: 4, f64: 4, default: 0 },
  });
}

const column = f32([[1], [2]]);
const row = f32([4, 8]);
const binary = (primitive: Primitive, out: number[][], draw: readonly Draw[], more: Partial<RandomCase> = {}): CaseTable =>
  member(primitive, { name: 'a column and a row', in: [column, row], out: f32(out) }, rows(floatTypes, draw, more));

export const add: CaseTable = binary(
  family.broadcastAdd,
  [
    [5, 9],
    [6, 10],
  ],
  [normal()],
);
export const subtract: CaseTable = binary(
  family.broadcastSubtract,
  [
    [-3, -7],
    [-2, -6],
  ],
  [normal()],
);
export const multiply: CaseTable = binary(
  family.broadcastMultiply,
  [
    [4, 8],
    [8, 16],
  ],
  [normal()],
);
export const divide: CaseTable = binary(
  family.broadcastDivide,
  [
    [0.25, 0.125],
    [0.5, 0.25],
  ],
  [normal(), uniform(0.5, 2)],
);
export const maximum: CaseTable = binary(
  family.broadcastMaximum,
  [
    [4, 8],
    [4, 8],
  ],
  [normal()],
);
export const minimum: CaseTable = binary(
  family.broadcastMinimum,
  [
    [1, 1],
    [2, 2],
  ],
  [normal()],
);
export const power: CaseTable = binary(
  family.broadcastPower,
  [
    [1, 1],
    [16, 256],
  ],
  [uniform(0.3, 2)],
);
export const remainder: CaseTable = binary(
  family.broadcastRemainder,
  [
    [1, 1],
    [2, 2],
  ],
  [uniform(2.1, 2.9), uniform(0.9, 1.02)],
);
export const atan2: CaseTable = binary(
  family.broadcastAtan2,
  [
    [Math.atan(1 / 4), Math.atan(1 / 8)],
    [Math.atan(2 / 4), Math.atan(2 / 8)],
  ],
  [uniform(0.3, 2)],
);
export const nextAfter: CaseTable = binary(
  family.broadcastNextAfter,
  [
    [1 + 2 ** -23, 1 + 2 ** -23],
    [2 + 2 ** -22, 2 + 2 ** -22],
  ],
  [normal()],
  { grad: false },
);
export const zeta: CaseTable = member(
  family.broadcastZeta,
  { name: 'zeta(2) and zeta(4), by DLMF 25.6.1', in: [f32([2, 4]), f32(1)], out: f32([Math.PI ** 2 / 6, Math.PI ** 4 / 90]) },
  rows(floatTypes, [uniform(1.5, 4), uniform(0.5, 3)], { grad: [1] }),
);
export const polygamma: CaseTable = member(
  family.broadcastPolygamma,
  { name: 'the first derivative at 1 and 1/2, by DLMF 5.4.12', in: [f32(1), f32([1, 0.5])], out: f32([Math.PI ** 2 / 6, Math.PI ** 2 / 2]) },
  rows(floatTypes, [integers(0, 4), uniform(0.5, 3)], { grad: [1] }),
);
export const complex: CaseTable = member(
  family.broadcastComplex,
  {
    name: 'parts',
    in: [column, row],
    out: c64([
      [
        [1, 4],
        [1, 8],
      ],
      [
        [2, 4],
        [2, 8],
      ],
    ]),
  },
  rows(floatTypes, [normal()]),
);
export const compare: CaseTable = member(
  family.broadcastCompare,
  {
    name: 'less than',
    in: [f32([[1], [5]]), row],
    attributes: { comparisonDirection: 'LT' },
    out: i1([
      [true, true],
      [false, true],
    ]),
  },
  rows(floatTypes, [integers(-2, 3)], { attributes: { comparisonDirection: 'LE' } }),
  { comparisonDirection: 'LT' },
);

const bits = (primitive: Primitive, out: number[][]): CaseTable =>
  member(
    primitive,
    { name: 'a column and a row', in: [i32([[6], [-4]]), i32([1, 3])], out: i32(out) },
    rows(integerTypes, [integers(-100, 100), integers(0, 8)]),
  );
export const and: CaseTable = bits(family.broadcastAnd, [
  [0, 2],
  [0, 0],
]);
export const or: CaseTable = bits(family.broadcastOr, [
  [7, 7],
  [-3, -1],
]);
export const xor: CaseTable = bits(family.broadcastXor, [
  [7, 5],
  [-3, -1],
]);
export const shiftLeft: CaseTable = bits(family.broadcastShiftLeft, [
  [12, 48],
  [-8, -32],
]);
export const shiftRightArithmetic: CaseTable = bits(family.broadcastShiftRightArithmetic, [
  [3, 0],
  [-2, -1],
]);
export const shiftRightLogical: CaseTable = bits(family.broadcastShiftRightLogical, [
  [3, 0],
  [2147483646, 536870911],
]);

export const select: CaseTable = casesFor(family.broadcastSelect, {
  values: [
    {
      name: 'a column of predicates',
      in: [i1([[true], [false]]), row, f32(0)],
      out: f32([
        [4, 8],
        [0, 0],
      ]),
    },
  ],
  rejects: [{ breaks: 'i2', in: ['tensor<2x3xi1>', 'tensor<2xf32>', 'tensor<f32>'], message: 'shapes [2, 3] and [2] and [] do not broadcast' }],
  random: [
    {
      shapes: [
        [[3, 1], [4], []],
        [[2], [2], [2]],
      ],
      dtypes: floatTypes,
      draw: [normal()],
      elements: (dtype) => [boolean, dtype, dtype],
    },
  ],
});
