/** `fft`: transforms over the last axes, line by line in f64. */
import { staticShape, stridesOf } from '@millrace/ir';
import { contiguous } from '../../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../../device.ts';
import { transformOf } from './fourier.ts';
import { type Parts, partsOf, storeParts } from './parts.ts';
import { rowStarts } from './sort.ts';

interface Field {
  readonly shape: readonly number[];
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export function fftKernel({ operands, results, attributes }: KernelRequest): Kernel {
  const [operand] = operands;
  const kind = attributes.fftType as string;
  const lengths = attributes.fftLength as readonly number[];
  const length = lengths[lengths.length - 1];
  const last = operand.rank - 1;
  const others = Array.from({ length: lengths.length - 1 }, (_, i) => last - 1 - i);
  const inverse = kind === 'IFFT' || kind === 'IRFFT';
  return (inputs, [y]) => {
    const { re, im }: Parts = partsOf(operand, contiguous(inputs[0], operand));
    let field: Field = { shape: staticShape(operand), re, im: im ?? new Float64Array(re.length) };
    if (kind !== 'IRFFT') transformLines(field, last, inverse);
    if (kind === 'RFFT') field = resizeLast(field, length === 0 ? 0 : Math.floor(length / 2) + 1);
    for (const axis of others) transformLines(field, axis, inverse);
    if (kind === 'IRFFT') {
      field = resizeLast(field, length);
      transformLines(field, last, true);
    }
    storeParts(field, results[0], y);
  };
}

/** Transforms each line along an axis in place; the inverse is the conjugate of the transform of the conjugate, divided by the length. */
function transformLines({ shape, re, im }: Field, axis: number, inverse: boolean): void {
  const n = shape[axis];
  const step = stridesOf(shape)[axis];
  const transform = transformOf(n);
  const [lineRe, lineIm] = [new Float64Array(n), new Float64Array(n)];
  const sign = inverse ? -1 : 1;
  const factor = inverse ? 1 / n : 1;
  for (const start of rowStarts(shape, axis)) {
    for (let k = 0, at = start; k < n; k++, at += step) {
      lineRe[k] = re[at];
      lineIm[k] = sign * im[at];
    }
    transform(lineRe, lineIm);
    for (let k = 0, at = start; k < n; k++, at += step) {
      re[at] = lineRe[k] * factor;
      im[at] = sign * lineIm[k] * factor;
    }
  }
}

/** Another length along the last axis: cut, or extended by conjugates (element n - k mirrors element k), which makes the transform real. */
function resizeLast({ shape, re, im }: Field, length: number): Field {
  const old = shape[shape.length - 1];
  const rows = old === 0 ? 0 : re.length / old;
  const [outRe, outIm] = [new Float64Array(rows * length), new Float64Array(rows * length)];
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < length; k++) {
      const mirrored = k >= old;
      const from = row * old + (mirrored ? length - k : k);
      outRe[row * length + k] = re[from];
      outIm[row * length + k] = mirrored ? -im[from] : im[from];
    }
  }
  return { shape: [...shape.slice(0, -1), length], re: outRe, im: outIm };
}
