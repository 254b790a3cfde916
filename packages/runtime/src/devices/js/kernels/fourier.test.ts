import { expect, test } from 'vitest';
import { transformOf } from './fourier.ts';

/** The definition: X[k] = sum of x[j] e^(-2 pi i j k / n). */
function byDefinition(re: Float64Array, im: Float64Array): { re: number[]; im: number[] } {
  const n = re.length;
  const out = { re: new Array<number>(n).fill(0), im: new Array<number>(n).fill(0) };
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < n; j++) {
      const angle = (-2 * Math.PI * ((j * k) % n)) / n;
      out.re[k] += re[j] * Math.cos(angle) - im[j] * Math.sin(angle);
      out.im[k] += re[j] * Math.sin(angle) + im[j] * Math.cos(angle);
    }
  }
  return out;
}

const lengths = [...Array.from({ length: 33 }, (_, i) => i + 1), 64, 97, 100, 120, 128, 169, 202, 343, 1009];

test.each(lengths)('length %i agrees with the definition', (n) => {
  const re = Float64Array.from({ length: n }, (_, i) => Math.sin(7 * i + 1));
  const im = Float64Array.from({ length: n }, (_, i) => Math.cos(3 * i * i));
  const want = byDefinition(re, im);
  transformOf(n)(re, im);
  const error = Math.max(...re.map((v, k) => Math.abs(v - want.re[k])), ...im.map((v, k) => Math.abs(v - want.im[k])));
  expect(error).toBeLessThan(1e-12 * n);
});
