/** Matrices of complex numbers in two f64 arrays: what the decompositions compute on, whatever the element type. A real matrix stays exactly real. */
import { allocate, type Complex, writeElement } from '../../../types/element.ts';
import { elementAt, type Literal } from '../../../types/literal.ts';
import { staticShape, type TensorType } from '../../../types/type.ts';

/** Row-major. */
export interface Dense {
  readonly rows: number;
  readonly columns: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export const dense = (rows: number, columns: number): Dense => ({
  rows,
  columns,
  re: new Float64Array(rows * columns),
  im: new Float64Array(rows * columns),
});

export function identity(n: number): Dense {
  const out = dense(n, n);
  for (let i = 0; i < n; i++) out.re[i * n + i] = 1;
  return out;
}

export const copyOf = ({ rows, columns, re, im }: Dense): Dense => ({ rows, columns, re: re.slice(), im: im.slice() });

export function adjointOf(a: Dense): Dense {
  const out = dense(a.columns, a.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.columns; j++) {
      out.re[j * a.rows + i] = a.re[i * a.columns + j];
      out.im[j * a.rows + i] = -a.im[i * a.columns + j];
    }
  }
  return out;
}

/** Whether all imaginary parts are 0: then loops leave them alone. */
export const isReal = ({ im }: Dense): boolean => im.every((x) => x === 0);

export function productOf(a: Dense, b: Dense): Dense {
  const out = dense(a.rows, b.columns);
  const n = b.columns;
  const real = isReal(a) && isReal(b);
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.columns; k++) {
      const [re, im] = [a.re[i * a.columns + k], a.im[i * a.columns + k]];
      if (real) {
        for (let j = 0; j < n; j++) out.re[i * n + j] += re * b.re[k * n + j];
      } else if (im === 0) {
        for (let j = 0; j < n; j++) {
          out.re[i * n + j] += re * b.re[k * n + j];
          out.im[i * n + j] += re * b.im[k * n + j];
        }
      } else {
        for (let j = 0; j < n; j++) {
          const [x, y] = [b.re[k * n + j], b.im[k * n + j]];
          out.re[i * n + j] += re * x - im * y;
          out.im[i * n + j] += re * y + im * x;
        }
      }
    }
  }
  return out;
}

/** a + factor * b. */
export const sumOf = (a: Dense, b: Dense, factor: number = 1): Dense => ({
  ...a,
  re: a.re.map((x, i) => x + factor * b.re[i]),
  im: a.im.map((x, i) => x + factor * b.im[i]),
});

export const scaledBy = (a: Dense, factor: number): Dense => ({ ...a, re: a.re.map((x) => x * factor), im: a.im.map((x) => x * factor) });

/** The part of rows [top, top + rows) and columns [left, left + columns). */
export function blockOf(a: Dense, top: number, left: number, rows: number, columns: number): Dense {
  const out = dense(rows, columns);
  for (let i = 0; i < rows; i++) {
    const from = (top + i) * a.columns + left;
    out.re.set(a.re.subarray(from, from + columns), i * columns);
    out.im.set(a.im.subarray(from, from + columns), i * columns);
  }
  return out;
}

/** The columns in another order. */
export function columnsInOrder(a: Dense, order: readonly number[]): Dense {
  const out = dense(a.rows, order.length);
  for (let i = 0; i < a.rows; i++) {
    order.forEach((from, j) => {
      out.re[i * order.length + j] = a.re[i * a.columns + from];
      out.im[i * order.length + j] = a.im[i * a.columns + from];
    });
  }
  return out;
}

export const isFiniteMatrix = ({ re, im }: Dense): boolean => re.every(Number.isFinite) && im.every(Number.isFinite);

/** All elements NaN: what a decomposition of a matrix that is not finite gives. */
export function notANumber(rows: number, columns: number): Dense {
  const out = dense(rows, columns);
  out.re.fill(Number.NaN);
  out.im.fill(Number.NaN);
  return out;
}

/** The largest sum of magnitudes in a column. */
export function norm1(a: Dense): number {
  let most = 0;
  for (let j = 0; j < a.columns; j++) {
    let sum = 0;
    for (let i = 0; i < a.rows; i++) sum += Math.hypot(a.re[i * a.columns + j], a.im[i * a.columns + j]);
    if (!(sum <= most)) most = sum;
  }
  return most;
}

/** a / b by Smith's method (doi:10.1145/368637.368661), which does not overflow where the quotient does not. */
export function quotient(a: Complex, b: Complex): Complex {
  if (b.im === 0) return { re: a.re / b.re, im: a.im / b.re };
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    const ratio = b.im / b.re;
    const scale = b.re + b.im * ratio;
    return { re: (a.re + a.im * ratio) / scale, im: (a.im - a.re * ratio) / scale };
  }
  const ratio = b.re / b.im;
  const scale = b.re * ratio + b.im;
  return { re: (a.re * ratio + a.im) / scale, im: (a.im * ratio - a.re) / scale };
}

/** The principal square root. */
export function rootOf({ re, im }: Complex): Complex {
  if (re === 0 && im === 0) return { re: 0, im: 0 };
  const size = Math.sqrt((Math.abs(re) + Math.hypot(re, im)) / 2);
  if (re >= 0) return { re: size, im: im / (2 * size) };
  return { re: Math.abs(im) / (2 * size), im: im < 0 ? -size : size };
}

export const at = (a: Dense, i: number, j: number): Complex => ({ re: a.re[i * a.columns + j], im: a.im[i * a.columns + j] });

/** The matrices of a batch: one for each index of the leading axes, in row-major order, also where a matrix has no elements. */
export function densesOf(x: Literal): Dense[] {
  const shape = staticShape(x.type);
  const [rows, columns] = shape.slice(-2);
  const count = shape.slice(0, -2).reduce((n, d) => n * d, 1);
  return Array.from({ length: count }, (_, m) => {
    const out = dense(rows, columns);
    for (let i = 0; i < rows * columns; i++) {
      const value = elementAt(x, m * rows * columns + i);
      out.re[i] = typeof value === 'object' ? value.re : Number(value);
      if (typeof value === 'object') out.im[i] = value.im;
    }
    return out;
  });
}

/** Matrices, or rows of numbers, one after another as elements; real parts alone where the type is real. */
export function literalOfDenses(parts: readonly { readonly re: Float64Array; readonly im?: Float64Array }[], type: TensorType): Literal {
  const data = allocate(type.element, type.size);
  const isComplex = type.element.kind === 'complex';
  let next = 0;
  for (const { re, im } of parts)
    for (let i = 0; i < re.length; i++) writeElement(type.element, data, next++, isComplex ? { re: re[i], im: im?.[i] ?? 0 } : re[i]);
  return { type, data };
}
