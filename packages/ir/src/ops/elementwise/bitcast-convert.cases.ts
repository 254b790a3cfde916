import { i1 as boolean, complex64, f32 as float32, i4 as int4, i32 as int32, ui8 as uint8, ui16 as uint16, ui32 as uint32 } from '@millrace/ir';
import { type CaseTable, c64, c128, casesFor, f32, i1, i64, integers, literalOf, normal, ui8, ui16, ui32 } from '@millrace/testing';
import { bitcastConvert } from './bitcast-convert.ts';
import { pointwiseRows } from './family.cases.ts';

export const cases: CaseTable = casesFor(bitcastConvert, {
  values: [
    {
      name: "the specification's example: least significant first",
      in: [i64(0x0123456789abcdefn)],
      attributes: { element: uint16 },
      out: ui16([0xcdef, 0x89ab, 0x4567, 0x0123]),
    },
    { name: 'one in f32', in: [f32([1, -2])], attributes: { element: uint32 }, out: ui32([0x3f800000, 0xc0000000]) },
    {
      name: 'parts join to a wider element',
      in: [
        ui16([
          [0, 0x3f80],
          [0, 0xc000],
        ]),
      ],
      attributes: { element: float32 },
      out: f32([1, -2]),
    },
    { name: 'to bits', in: [ui8([5])], attributes: { element: boolean }, out: i1([[true, false, true, false, false, false, false, false]]) },
    { name: 'half bytes', in: [ui8([0xf1])], attributes: { element: int4 }, out: literalOf('i4', [[1, -1]]) },
    { name: 'from half bytes', in: [literalOf('i4', [[1, -1]])], attributes: { element: uint8 }, out: ui8([0xf1]) },
    {
      name: 'complex to smaller complex',
      in: [c128([[1, 0]])],
      attributes: { element: complex64 },
      out: c64([
        [
          [0, 1.875],
          [0, 0],
        ],
      ]),
    },
  ],
  rejects: [
    {
      breaks: 'c1',
      in: ['tensor<3xui8>'],
      attributes: { element: float32 },
      message: 'the last dimension must hold the 4 parts of one f32; got tensor<3xui8>',
    },
    { breaks: 'c1', in: ['tensor<ui8>'], attributes: { element: float32 }, message: 'the last dimension must hold the 4 parts of one f32' },
    { breaks: 'c2', in: ['tensor<2xf64>'], attributes: { element: complex64 }, message: 'both types must be complex, or none; got f64 and complex<f32>' },
  ],
  random: [
    ...pointwiseRows(1, [float32, int32, uint32], [normal(20)], { attributes: { element: uint32 } }),
    { shapes: [[[3, 4]]], dtypes: [uint8], draw: [integers(0, 255)], attributes: { element: float32 } },
    { shapes: [[[3]], [[]]], dtypes: [float32], draw: [normal()], attributes: { element: uint8 } },
  ],
});
