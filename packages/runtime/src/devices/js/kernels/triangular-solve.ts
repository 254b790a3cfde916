/** `triangular_solve`: substitution in f64, one row of right-hand sides at a time. */
import { staticShape } from '@millrace/ir';
import { contiguous } from '../../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../../device.ts';
import { newParts, type Parts, partsOf, storeParts } from './parts.ts';

export function triangularSolveKernel({ operands, attributes }: KernelRequest): Kernel {
  const [aType, bType] = operands;
  const shape = staticShape(bType);
  const n = staticShape(aType)[aType.rank - 1];
  const [rows, columns] = shape.slice(-2);
  const count = rows * columns === 0 ? 0 : bType.size / (rows * columns);
  const leftSide = attributes.leftSide as boolean;
  const unit = attributes.unitDiagonal as boolean;
  const transposes = attributes.transposeA !== 'NO_TRANSPOSE';
  // x op(a) = b is op(a)ᵀ xᵀ = bᵀ, so the right side transposes once more.
  const flips = transposes === leftSide;
  const isLower = (attributes.lower as boolean) !== flips;
  const conjugates = attributes.transposeA === 'ADJOINT';
  const sides = leftSide ? columns : rows;
  return (inputs, [y]) => {
    const a = partsOf(aType, contiguous(inputs[0], aType));
    const b = partsOf(bType, contiguous(inputs[1], bType));
    const t = newParts(n * n, a.im !== null);
    const x = newParts(n * sides, a.im !== null);
    for (let m = 0; m < count; m++) {
      copyMatrix(a, m * n * n, t, 0, n, n, flips);
      if (conjugates && t.im) for (let i = 0; i < t.im.length; i++) t.im[i] = -t.im[i];
      copyMatrix(b, m * rows * columns, x, 0, rows, columns, !leftSide);
      substitute(t, x, n, sides, isLower, unit);
      copyMatrix(x, 0, b, m * rows * columns, n, sides, !leftSide);
    }
    storeParts(b, bType, y);
  };
}

/** Copies a matrix of rows × columns, transposed on request. */
function copyMatrix(from: Parts, at: number, to: Parts, target: number, rows: number, columns: number, transposed: boolean): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const place = target + (transposed ? j * rows + i : i * columns + j);
      to.re[place] = from.re[at + i * columns + j];
      if (from.im && to.im) to.im[place] = from.im[at + i * columns + j];
    }
  }
}

/** Solves t x = x in place. */
function substitute(t: Parts, x: Parts, n: number, sides: number, isLower: boolean, unit: boolean): void {
  for (let step = 0; step < n; step++) {
    const i = isLower ? step : n - 1 - step;
    const row = i * sides;
    for (let k = isLower ? 0 : i + 1; k < (isLower ? i : n); k++) subtractRow(x, row, k * sides, sides, t.re[i * n + k], t.im ? t.im[i * n + k] : 0);
    if (!unit) divideRow(x, row, sides, t.re[i * n + i], t.im ? t.im[i * n + i] : 0);
  }
}

/** x[row] -= factor * x[other]. */
function subtractRow(x: Parts, row: number, other: number, sides: number, re: number, im: number): void {
  if (x.im) {
    for (let c = 0; c < sides; c++) {
      const [a, b] = [x.re[other + c], x.im[other + c]];
      x.re[row + c] -= re * a - im * b;
      x.im[row + c] -= re * b + im * a;
    }
  } else for (let c = 0; c < sides; c++) x.re[row + c] -= re * x.re[other + c];
}

/** x[row] /= divisor; complex numbers by Smith's method (doi:10.1145/368637.368661). */
function divideRow(x: Parts, row: number, sides: number, re: number, im: number): void {
  if (!x.im) {
    for (let c = 0; c < sides; c++) x.re[row + c] /= re;
    return;
  }
  const byReal = Math.abs(re) >= Math.abs(im);
  const ratio = byReal ? im / re : re / im;
  const scale = byReal ? re + im * ratio : re * ratio + im;
  for (let c = 0; c < sides; c++) {
    const [a, b] = [x.re[row + c], x.im[row + c]];
    x.re[row + c] = (byReal ? a + b * ratio : a * ratio + b) / scale;
    x.im[row + c] = (byReal ? b - a * ratio : b * ratio - a) / scale;
  }
}
