import { complex64, complex128, f32 as f32Type, f64 as f64Type } from '@millrace/ir';
import { type CaseTable, c64, c128, casesFor, f32, f64, normal } from '@millrace/testing';
import { fft } from './fft.ts';

const kind = (fftType: string, ...fftLength: number[]) => ({ fftType, fftLength });
const half = Math.sqrt(3) / 2;

export const cases: CaseTable = casesFor(fft, {
  values: [
    {
      name: "the specification's example",
      in: [
        c64([
          [1, 0],
          [0, 0],
          [0, 0],
          [0, 0],
        ]),
      ],
      attributes: kind('FFT', 4),
      out: c64([
        [1, 0],
        [1, 0],
        [1, 0],
        [1, 0],
      ]),
    },
    // Roots of unity of order 3: 1 + 2w + 3w² with w = e^(-2 pi i / 3)
    {
      name: 'length 3',
      in: [
        c128([
          [1, 0],
          [2, 0],
          [3, 0],
        ]),
      ],
      attributes: kind('FFT', 3),
      out: c128([
        [6, 0],
        [-1.5, half],
        [-1.5, -half],
      ]),
      tolerance: 8,
    },
    {
      name: 'inverse',
      in: [
        c64([
          [4, 0],
          [0, 0],
          [0, 0],
          [0, 0],
        ]),
      ],
      attributes: kind('IFFT', 4),
      out: c64([
        [1, 0],
        [1, 0],
        [1, 0],
        [1, 0],
      ]),
    },
    {
      name: 'real',
      in: [f32([1, 2, 3, 4])],
      attributes: kind('RFFT', 4),
      out: c64([
        [10, 0],
        [-2, 2],
        [-2, 0],
      ]),
      tolerance: 2,
    },
    {
      name: 'real, of odd length',
      in: [f64([1, 2, 3])],
      attributes: kind('RFFT', 3),
      out: c128([
        [6, 0],
        [-1.5, half],
      ]),
      tolerance: 8,
    },
    {
      name: 'real inverse',
      in: [
        c64([
          [10, 0],
          [-2, 2],
          [-2, 0],
        ]),
      ],
      attributes: kind('IRFFT', 4),
      out: f32([1, 2, 3, 4]),
      tolerance: 2,
    },
    {
      name: 'two axes',
      in: [
        f64([
          [1, 2],
          [3, 4],
        ]),
      ],
      attributes: kind('RFFT', 2, 2),
      out: c128([
        [
          [10, 0],
          [-2, 0],
        ],
        [
          [-4, 0],
          [0, 0],
        ],
      ]),
      tolerance: 2,
    },
  ],
  rejects: [
    { breaks: 'c1', in: ['tensor<4xcomplex<f32>>'], attributes: kind('FFT', 4, 4), message: 'fftLength must have at most 1 entries' },
    { breaks: 'c2', in: ['tensor<4xf32>'], attributes: kind('FFT', 4), message: 'FFT takes complex numbers; got f32' },
    { breaks: 'c2', in: ['tensor<4xcomplex<f32>>'], attributes: kind('RFFT', 4), message: 'RFFT takes f32 or f64' },
    { breaks: 'c3', in: ['tensor<4xcomplex<f32>>'], attributes: kind('FFT'), message: 'fftLength must have 1 to 3 entries; got 0' },
    { breaks: 'c4', in: ['tensor<4xf32>'], attributes: kind('RFFT', 5), message: 'fftLength [5] must be the last sizes of the operand [4]' },
    { breaks: 'c5', in: ['tensor<4xcomplex<f32>>'], attributes: kind('IRFFT', 4), message: 'must have last sizes [3]' },
  ],
  random: [
    { shapes: [[[2, 8]], [[3, 15]], [[1, 7]]], dtypes: [complex64, complex128], draw: [normal()], attributes: ([x]) => kind('FFT', x[1]) },
    { shapes: [[[2, 3, 5]]], dtypes: [complex64, complex128], draw: [normal()], attributes: kind('IFFT', 3, 5) },
    { shapes: [[[2, 6]], [[2, 5]]], dtypes: [f32Type, f64Type], draw: [normal()], attributes: ([x]) => kind('RFFT', x[1]) },
    { shapes: [[[2, 3, 4]]], dtypes: [f32Type, f64Type], draw: [normal()], attributes: kind('RFFT', 3, 4) },
    { shapes: [[[2, 3, 3]]], dtypes: [complex64, complex128], draw: [normal()], attributes: kind('IRFFT', 3, 4) },
    { shapes: [[[2, 3]]], dtypes: [complex64, complex128], draw: [normal()], attributes: kind('IRFFT', 5) },
  ],
  ulp: { default: 64 }, // devices may use other radices
});
