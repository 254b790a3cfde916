import {
  i1 as boolean,
  complex64,
  complex128,
  f32 as float32,
  f64 as float64,
  f16 as half,
  i8 as int8,
  i32 as int32,
  i64 as int64,
  quantized,
  ui8 as uint8,
} from '@millrace/ir';
import { allTypes, type CaseTable, c64, c128, casesFor, complexes, f16, f32, f64, floats, i1, i8, i32, i64, normal, ui8 } from '@millrace/testing';
import { convert } from './convert.ts';
import { pointwiseRows } from './family.cases.ts';

/** The rejected type must have been made once to be read by name. */
const someQuantized = quantized({ storage: int8, expressed: float32, storageMin: -128, storageMax: 127, scales: [0.25], zeroPoints: [0], axis: -1 }).name;

export const cases: CaseTable = casesFor(convert, {
  values: [
    {
      name: "the specification's example",
      in: [i64([-1, 0, 1])],
      attributes: { element: complex128 },
      out: c128([
        [-1, 0],
        [0, 0],
        [1, 0],
      ]),
    },
    { name: 'floats truncate toward zero', in: [f32([1.8, 2.2, -1.8])], attributes: { element: int32 }, out: i32([1, 2, -1]) },
    {
      name: 'floats saturate, and NaN becomes 0',
      in: [f64([1e20, -1e20, NaN, Infinity])],
      attributes: { element: int32 },
      out: i32([2147483647, -2147483648, 0, 2147483647]),
    },
    {
      name: 'floats to 64 bits',
      in: [f64([9007199254740992, -1e30, 1e30])],
      attributes: { element: int64 },
      out: i64([9007199254740992n, -9223372036854775808n, 9223372036854775807n]),
    },
    { name: 'floats to unsigned', in: [f32([-1, 3.9, 300])], attributes: { element: uint8 }, out: ui8([0, 3, 255]) },
    { name: 'integers wrap', in: [i32([300, -1, 128])], attributes: { element: int8 }, out: i8([44, -1, -128]) },
    { name: '64-bit integers round once', in: [i64([16777217n, 9007199791611905n])], attributes: { element: float32 }, out: f32([16777216, 9007200328482816]) },
    { name: 'to boolean: anything but zero', in: [f32([0, -0, 0.5, NaN])], attributes: { element: boolean }, out: i1([false, false, true, true]) },
    { name: 'from boolean', in: [i1([true, false])], attributes: { element: float32 }, out: f32([1, 0]) },
    { name: 'complex to real drops the imaginary part', in: [c64([[1.5, 2]])], attributes: { element: float32 }, out: f32([1.5]) },
    { name: 'narrow floats', in: [f32([65519, 65520, 0.3333333432674408])], attributes: { element: half }, out: f16([65504, Infinity, 0.333251953125]) },
  ],
  rejects: [{ breaks: 'types', in: [`tensor<2x${someQuantized}>`], attributes: { element: float32 }, message: 'operand is tensor<2x!quant.uniform' }],
  random: [
    ...[float32, int32, half, complex64].flatMap((element) => pointwiseRows(1, allTypes, [normal(20)], { attributes: { element }, grad: false })),
    { shapes: [[[3]]], dtypes: [...floats, ...complexes], draw: [normal()], attributes: { element: float64 } },
    { shapes: [[[3]]], dtypes: [...floats, ...complexes], draw: [normal()], attributes: { element: complex128 } },
  ],
});
