/**
 * Inverse circular and hyperbolic functions, principal branches.
 * Source: T. E. Hull, T. F. Fairgrieve, P. T. P. Tang, "Implementing the complex arcsine and arccosine functions using exception handling",
 * doi:10.1145/275323.275324 (2.5 to 4 units in the last place); special values as in C99, annex G.6.
 */
import type { Complex } from '../../../types/element.ts';
import { divide, multiply } from './division.ts';
import { complexOf, log } from './exponential.ts';
import { sqrt } from './roots.ts';

/** Real parts of asin and acos and the imaginary part of asin, for a point of the first quadrant. */
interface Quadrant {
  readonly asin: number;
  readonly acos: number;
  readonly imaginary: number;
}

const half = Math.PI / 2;
const epsilon = 2 ** -52;
const safeLow = 2 ** -509; // 4 times the square root of the smallest normal number
const safeHigh = 2 ** 508; // the square root of the largest number, over 8

function quadrant(x: number, y: number): Quadrant {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return atInfinity(x, y);
  if (x > safeHigh || y > safeHigh || y < safeLow || (x < safeLow && y > 1 / epsilon)) return atTheEdge(x, y);
  const r = Math.hypot(x + 1, y);
  const s = Math.hypot(x - 1, y);
  const a = (r + s) / 2;
  const b = x / a;
  const yy = y * y;
  const imaginary = a <= 1.5 ? nearCut(x, yy, r, s, a) : Math.log(a + Math.sqrt(a * a - 1));
  if (b <= 0.6417) return { asin: Math.asin(b), acos: Math.acos(b), imaginary };
  // tan of the angle, without the cancellation in 1 - b*b
  const sum = a + x;
  const adjacent = x <= 1 ? Math.sqrt(0.5 * sum * (yy / (r + x + 1) + (s + (1 - x)))) : y * Math.sqrt(0.5 * (sum / (r + x + 1) + sum / (s + (x - 1))));
  return { asin: Math.atan(x / adjacent), acos: Math.atan(adjacent / x), imaginary };
}

/** log(a + sqrt(a² - 1)) by way of a - 1, which is small beside the cut. */
function nearCut(x: number, yy: number, r: number, s: number, a: number): number {
  const excess = x < 1 ? 0.5 * (yy / (r + (x + 1)) + yy / (s + (1 - x))) : 0.5 * (yy / (r + (x + 1)) + (s + (x - 1)));
  return Math.log1p(excess + Math.sqrt(excess * (a + 1)));
}

/** Where a square would over- or underflow: leading terms, exact to rounding. */
function atTheEdge(x: number, y: number): Quadrant {
  if (y <= epsilon * Math.abs(x - 1)) {
    if (x < 1) return { asin: Math.asin(x), acos: Math.acos(x), imaginary: y / Math.sqrt((1 - x) * (1 + x)) };
    const imaginary = x < safeHigh ? Math.log1p(x - 1 + Math.sqrt((x - 1) * (x + 1))) : Math.LN2 + Math.log(x);
    if (y === 0) return { asin: half, acos: 0, imaginary };
    // acos near the real axis beyond 1: y / sqrt(x² - 1)
    return { asin: half, acos: x < safeHigh ? y / Math.sqrt((x - 1) * (x + 1)) : y / x, imaginary };
  }
  if (y < safeLow) return { asin: half - Math.sqrt(y), acos: Math.sqrt(y), imaginary: Math.sqrt(y) }; // x is 1
  if (epsilon * y - 1 >= x) return { asin: x / y, acos: half, imaginary: Math.LN2 + Math.log(y) };
  if (x > 1) return { asin: Math.atan2(x, y), acos: Math.atan2(y, x), imaginary: Math.LN2 + Math.log(y) + 0.5 * Math.log1p((x / y) ** 2) };
  const a = Math.sqrt(1 + y * y);
  return { asin: x / a, acos: half, imaginary: 0.5 * Math.log1p(2 * y * (y + a)) };
}

function atInfinity(x: number, y: number): Quadrant {
  if (x === Infinity && y === Infinity) return { asin: Math.PI / 4, acos: Math.PI / 4, imaginary: Infinity };
  if (x === Infinity && !Number.isNaN(y)) return { asin: half, acos: 0, imaginary: Infinity };
  if (y === Infinity && !Number.isNaN(x)) return { asin: 0, acos: half, imaginary: Infinity };
  if (x === Infinity || y === Infinity) return { asin: NaN, acos: NaN, imaginary: Infinity };
  if (x === 0) return { asin: 0, acos: half, imaginary: NaN };
  return { asin: NaN, acos: NaN, imaginary: NaN };
}

const isNegative = (x: number): boolean => x < 0 || Object.is(x, -0);
const withSign = (magnitude: number, sign: number): number => (isNegative(sign) ? -magnitude : magnitude);

export function asin({ re, im }: Complex): Complex {
  const q = quadrant(Math.abs(re), Math.abs(im));
  return complexOf(withSign(q.asin, re), withSign(q.imaginary, im));
}

export function acos({ re, im }: Complex): Complex {
  const q = quadrant(Math.abs(re), Math.abs(im));
  return complexOf(isNegative(re) ? Math.PI - q.acos : q.acos, -withSign(q.imaginary, im));
}

export function asinh({ re, im }: Complex): Complex {
  const q = quadrant(Math.abs(im), Math.abs(re));
  return complexOf(withSign(q.imaginary, re), withSign(q.asin, im));
}

export function acosh({ re, im }: Complex): Complex {
  const q = quadrant(Math.abs(re), Math.abs(im));
  return complexOf(q.imaginary, withSign(isNegative(re) ? Math.PI - q.acos : q.acos, im));
}

/** atanh z = log1p(4x / ((1-x)² + y²)) / 4 + i atan2(2y, (1-x)(1+x) - y²) / 2. DLMF 4.37.24. */
export function atanh({ re, im }: Complex): Complex {
  const [x, y] = [Math.abs(re), Math.abs(im)];
  if (x === Infinity || y === Infinity) return complexOf(withSign(0, re), Number.isNaN(im) ? NaN : withSign(half, im));
  if (Number.isNaN(x) || Number.isNaN(y)) return complexOf(x === 0 ? re : NaN, NaN);
  if (x > safeHigh || y > safeHigh) {
    // x / |z|², by the larger part
    const real = x >= y ? 1 / (x + y * (y / x)) : x / y / (y + x * (x / y));
    return complexOf(withSign(real, re), withSign(half, im));
  }
  const distance = (1 - x) * (1 - x) + y * y;
  const real = distance === 0 && y > 0 ? (Math.LN2 - Math.log(y)) / 2 : Math.log1p((4 * x) / distance) / 4;
  return complexOf(withSign(real, re), withSign(Math.atan2(2 * y, (1 - x) * (1 + x) - y * y) / 2, im));
}

/** atan z = -i atanh(i z). */
export function atan({ re, im }: Complex): Complex {
  const turned = atanh(complexOf(-im, re));
  return complexOf(turned.im, -turned.re);
}

/** The angle of (x, y) continued to complex x and y: -i log((x + i y) / sqrt(x² + y²)). */
export function atan2(y: Complex, x: Complex): Complex {
  const squares = multiply(x, x);
  const other = multiply(y, y);
  const length = sqrt(complexOf(squares.re + other.re, squares.im + other.im));
  const { re, im } = log(divide(complexOf(x.re - y.im, x.im + y.re), length));
  return complexOf(im, -re);
}
