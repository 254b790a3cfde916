/** Matrices as the evaluator computes with them: complex in f64, whatever the element type. */
import { allocate, type Complex, type ElementValue, writeElement } from '../../types/element.ts';
import { elementAt, type Literal } from '../../types/literal.ts';
import { staticShape, type TensorType } from '../../types/type.ts';

/** Row-major; rows are arrays of complex numbers. */
export type Matrix = Complex[][];

export const toComplex = (x: ElementValue): Complex => (typeof x === 'object' ? x : { re: Number(x), im: 0 });
export const conj = (a: Complex): Complex => ({ re: a.re, im: -a.im });
export const sub = (a: Complex, b: Complex): Complex => ({ re: a.re - b.re, im: a.im - b.im });
export const mul = (a: Complex, b: Complex): Complex => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re });
export function div(a: Complex, b: Complex): Complex {
  if (b.im === 0) return { re: a.re / b.re, im: a.im / b.re };
  const scale = b.re * b.re + b.im * b.im;
  const product = mul(a, conj(b));
  return { re: product.re / scale, im: product.im / scale };
}

/** The matrices of a batch, in row-major order of the leading axes. */
export function matricesOf(x: Literal): Matrix[] {
  const shape = staticShape(x.type);
  const [rows, columns] = shape.slice(-2);
  const count = rows * columns === 0 ? 0 : x.type.size / (rows * columns);
  return Array.from({ length: count }, (_, m) =>
    Array.from({ length: rows }, (_r, i) => Array.from({ length: columns }, (_c, j) => toComplex(elementAt(x, (m * rows + i) * columns + j)))),
  );
}

export function literalOfMatrices(matrices: readonly Matrix[], type: TensorType): Literal {
  const data = allocate(type.element, type.size);
  let at = 0;
  for (const matrix of matrices)
    for (const row of matrix) for (const x of row) writeElement(type.element, data, at++, type.element.kind === 'complex' ? x : x.re);
  return { type, data };
}

export const transposed = (a: Matrix): Matrix => (a.length === 0 ? [] : a[0].map((_, j) => a.map((row) => row[j])));
export const conjugated = (a: Matrix): Matrix => a.map((row) => row.map(conj));
