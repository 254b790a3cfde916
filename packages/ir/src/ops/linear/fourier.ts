/** The discrete Fourier transform of a line of any length: mixed radix by the smallest prime factors (Cooley and Tukey 1965), primes by the definition. */

export interface Signal {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

const smallestFactor = (n: number): number => {
  for (let p = 2; p * p <= n; p++) if (n % p === 0) return p;
  return n;
};

/** Every `step`-th element from `start`. */
const decimate = ({ re, im }: Signal, start: number, step: number): Signal => ({
  re: re.filter((_, i) => i % step === start),
  im: im.filter((_, i) => i % step === start),
});

/** e^(2 pi i k / n), exact at quarter turns. */
function rootOfUnity(k: number, n: number): { readonly re: number; readonly im: number } {
  if ((4 * k) % n === 0) {
    const quarter = ((4 * k) / n) % 4;
    return { re: [1, 0, -1, 0][quarter], im: [0, 1, 0, -1][quarter] };
  }
  const angle = (2 * Math.PI * k) / n;
  return { re: Math.cos(angle), im: Math.sin(angle) };
}

/** Sum over j of x[j] e^(sign 2 pi i j k / n), without scaling. */
function transform(x: Signal, sign: 1 | -1): Signal {
  const n = x.re.length;
  const out = { re: new Float64Array(n), im: new Float64Array(n) };
  if (n <= 1) return { re: x.re.slice(), im: x.im.slice() };
  const radix = smallestFactor(n);
  const parts = Array.from({ length: radix }, (_, r) => (radix === n ? decimate(x, r, n) : transform(decimate(x, r, radix), sign)));
  const length = n / radix;
  for (let k = 0; k < n; k++) {
    for (let r = 0; r < radix; r++) {
      const root = rootOfUnity((r * k) % n, n);
      const [c, s] = [root.re, sign * root.im];
      const [re, im] = [parts[r].re[k % length], parts[r].im[k % length]];
      out.re[k] += re * c - im * s;
      out.im[k] += re * s + im * c;
    }
  }
  return out;
}

/** The transform of a line, or its inverse, which divides by the length. */
export function discreteTransform(x: Signal, inverse: boolean): Signal {
  const n = x.re.length;
  const out = transform(x, inverse ? 1 : -1);
  return inverse ? { re: out.re.map((v) => v / n), im: out.im.map((v) => v / n) } : out;
}
