/** `cholesky`: column by column in f64 (Golub and Van Loan, Matrix Computations, algorithm 4.2.1), on the Hermitian part of what is given. */
import { staticShape } from '@millrace/ir';
import { contiguous } from '../../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../../device.ts';
import { newParts, type Parts, partsOf, storeParts } from './parts.ts';

export function choleskyKernel({ operands, attributes }: KernelRequest): Kernel {
  const [type] = operands;
  const shape = staticShape(type);
  const n = shape[shape.length - 1];
  const count = n === 0 ? 0 : type.size / (n * n);
  return (inputs, [y]) => {
    const a = partsOf(type, contiguous(inputs[0], type));
    const l = newParts(type.size, a.im !== null);
    for (let m = 0; m < count; m++) factor(a, l, m * n * n, n);
    if (!attributes.lower) for (let m = 0; m < count; m++) adjoin(l, m * n * n, n);
    storeParts(l, type, y);
  };
}

/** The lower factor of the matrix at `base`; NaN where it is not positive definite. */
function factor(a: Parts, l: Parts, base: number, n: number): void {
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      const [at, mirrored] = [base + i * n + j, base + j * n + i];
      let re = (a.re[at] + a.re[mirrored]) / 2;
      let im = a.im && i !== j ? (a.im[at] - a.im[mirrored]) / 2 : 0;
      const [row, column] = [base + i * n, base + j * n];
      if (a.im && l.im) {
        // l[i][k] times the conjugate of l[j][k]
        for (let k = 0; k < j; k++) {
          const [x, xi, z, zi] = [l.re[row + k], l.im[row + k], l.re[column + k], l.im[column + k]];
          re -= x * z + xi * zi;
          im -= xi * z - x * zi;
        }
      } else for (let k = 0; k < j; k++) re -= l.re[row + k] * l.re[column + k];
      if (i === j) l.re[at] = re > 0 ? Math.sqrt(re) : Number.NaN;
      else {
        const pivot = l.re[column + j];
        l.re[at] = re / pivot;
        if (l.im) l.im[at] = im / pivot;
      }
    }
  }
}

/** The conjugate transpose of the matrix at `base`, in place. */
function adjoin(l: Parts, base: number, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const [at, mirrored] = [base + i * n + j, base + j * n + i];
      [l.re[at], l.re[mirrored]] = [l.re[mirrored], l.re[at]];
      if (l.im) [l.im[at], l.im[mirrored]] = [-l.im[mirrored], -l.im[at]];
    }
  }
}
