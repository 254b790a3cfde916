/**
 * One-dimensional discrete Fourier transforms in f64: mixed radix by prime factors (Cooley and Tukey 1965, doi:10.1090/S0025-5718-1965-0178586-1),
 * and Bluestein's algorithm where a factor is large (doi:10.1109/TAU.1970.1162132).
 */

/** Puts the forward transform of a line, without a factor, in the place of its real and imaginary parts. */
export type Transform = (re: Float64Array, im: Float64Array) => void;

/** The largest prime factor that a butterfly computes directly. */
const largestFactor = 13;

const plans = new Map<number, Transform>();

export function transformOf(n: number): Transform {
  let plan = plans.get(n);
  if (!plan) plans.set(n, (plan = makeTransform(n)));
  return plan;
}

function makeTransform(n: number): Transform {
  if (n <= 1) return () => {};
  const factors = factorize(n);
  return factors[factors.length - 1] > largestFactor ? bluestein(n) : mixedRadix(n, factors);
}

function factorize(n: number): number[] {
  const factors: number[] = [];
  let rest = n;
  while (rest % 4 === 0) {
    factors.push(4);
    rest /= 4;
  }
  for (let p = 2; p * p <= rest; p++) {
    while (rest % p === 0) {
      factors.push(p);
      rest /= p;
    }
  }
  if (rest > 1) factors.push(rest);
  return factors.sort((a, b) => a - b);
}

/** cos and -sin of 2 pi k / n for k < n, each from its own angle, so that errors do not add up. */
function roots(n: number): { readonly cos: Float64Array; readonly sin: Float64Array } {
  const cos = new Float64Array(n);
  const sin = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const quarters = (4 * k) / n;
    const angle = (2 * Math.PI * k) / n;
    cos[k] = Number.isInteger(quarters) ? [1, 0, -1, 0][quarters] : Math.cos(angle);
    sin[k] = Number.isInteger(quarters) ? [0, -1, 0, 1][quarters] : -Math.sin(angle);
  }
  return { cos, sin };
}

/** Decimation in time: lines of n / p numbers are transformed, then p of them combine; `stride` is the distance of neighbors in the input. */
function mixedRadix(n: number, factors: readonly number[]): Transform {
  const { cos, sin } = roots(n);
  const [fromRe, fromIm] = [new Float64Array(n), new Float64Array(n)];
  const [lineRe, lineIm] = [new Float64Array(largestFactor), new Float64Array(largestFactor)];

  function step(re: Float64Array, im: Float64Array, start: number, size: number, from: number, stride: number, depth: number): void {
    if (size === 1) {
      re[start] = fromRe[from];
      im[start] = fromIm[from];
      return;
    }
    const p = factors[depth];
    const part = size / p;
    for (let r = 0; r < p; r++) step(re, im, start + r * part, part, from + r * stride, stride * p, depth + 1);
    // The root of order `size` is entry `unit` of the table of order n.
    const unit = n / size;
    for (let k = 0; k < part; k++) {
      for (let r = 0; r < p; r++) {
        const [a, b] = [re[start + r * part + k], im[start + r * part + k]];
        const t = (r * k * unit) % n;
        lineRe[r] = a * cos[t] - b * sin[t];
        lineIm[r] = a * sin[t] + b * cos[t];
      }
      for (let q = 0; q < p; q++) {
        let [sumRe, sumIm] = [lineRe[0], lineIm[0]];
        for (let r = 1; r < p; r++) {
          const t = ((r * q) % p) * (n / p);
          sumRe += lineRe[r] * cos[t] - lineIm[r] * sin[t];
          sumIm += lineRe[r] * sin[t] + lineIm[r] * cos[t];
        }
        re[start + q * part + k] = sumRe;
        im[start + q * part + k] = sumIm;
      }
    }
  }

  return (re, im) => {
    fromRe.set(re);
    fromIm.set(im);
    step(re, im, 0, n, 0, 1, 0);
  };
}

/** A transform of any length as a convolution with a chirp, by transforms of a power of two. */
function bluestein(n: number): Transform {
  let size = 1;
  while (size < 2 * n - 1) size *= 2;
  const inner = transformOf(size);
  const [chirpRe, chirpIm] = [new Float64Array(n), new Float64Array(n)];
  const [kernelRe, kernelIm] = [new Float64Array(size), new Float64Array(size)];
  for (let k = 0; k < n; k++) {
    // k² modulo 2n keeps the angle exact.
    const angle = (Math.PI * ((k * k) % (2 * n))) / n;
    chirpRe[k] = Math.cos(angle);
    chirpIm[k] = -Math.sin(angle);
    for (const at of k === 0 ? [0] : [k, size - k]) {
      kernelRe[at] = chirpRe[k];
      kernelIm[at] = -chirpIm[k];
    }
  }
  inner(kernelRe, kernelIm);
  const [workRe, workIm] = [new Float64Array(size), new Float64Array(size)];
  return (re, im) => {
    workRe.fill(0);
    workIm.fill(0);
    for (let k = 0; k < n; k++) {
      workRe[k] = re[k] * chirpRe[k] - im[k] * chirpIm[k];
      workIm[k] = re[k] * chirpIm[k] + im[k] * chirpRe[k];
    }
    inner(workRe, workIm);
    for (let k = 0; k < size; k++) {
      const [a, b] = [workRe[k], workIm[k]];
      workRe[k] = a * kernelRe[k] - b * kernelIm[k];
      // Conjugated, so that the forward transform inverts.
      workIm[k] = -(a * kernelIm[k] + b * kernelRe[k]);
    }
    inner(workRe, workIm);
    for (let k = 0; k < n; k++) {
      const [a, b] = [workRe[k] / size, -workIm[k] / size];
      re[k] = a * chirpRe[k] - b * chirpIm[k];
      im[k] = a * chirpIm[k] + b * chirpRe[k];
    }
  };
}
