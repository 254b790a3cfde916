/**
 * The error function, its complement and its inverse.
 * Sources: W. J. Cody, "Rational Chebyshev approximation for the error function", doi:10.1090/S0025-5718-1969-0247736-4 (coefficients as
 * printed with SPECFUN); M. B. Giles, "Approximating the erfinv function" (2010) for the first guess of the inverse.
 */
import { polynomial } from './polynomial.ts';

/** erf x / x over x², for |x| <= 0.46875. */
const near = {
  top: [3209.3775891384694, 377.485237685302, 113.86415415105016, 3.1611237438705655, 0.18577770618460315],
  bottom: [2844.236833439171, 1282.6165260773723, 244.02463793444417, 23.601290952344122, 1],
};
/** erfc x / exp(-x²) over x, for 0.46875 <= x <= 4. */
const middle = {
  top: [
    1230.3393547979972, 2051.0783778260716, 1712.0476126340707, 881.952221241769, 298.6351381974001, 66.11919063714163, 8.883149794388377, 0.5641884969886701,
    2.1531153547440383e-8,
  ],
  bottom: [
    1230.3393548037495, 3439.3676741437216, 4362.619090143247, 3290.7992357334597, 1621.3895745666903, 537.1811018620099, 117.6939508913125, 15.744926110709835,
    1,
  ],
};
/** (1 / sqrt(pi) - x erfc x / exp(-x²)) x² over 1 / x², for x >= 4. */
const far = {
  top: [0.0006587491615298378, 0.016083785148742275, 0.12578172611122926, 0.36034489994980445, 0.30532663496123236, 0.016315387137302097],
  bottom: [0.0023352049762686918, 0.06051834131244132, 0.5279051029514285, 1.8729528499234604, 2.568520192289822, 1],
};

const ratio = (x: number, { top, bottom }: { readonly top: readonly number[]; readonly bottom: readonly number[] }): number =>
  polynomial(x, top) / polynomial(x, bottom);

const inverseSqrtPi = 0.5641895835477563;

/** erfc x for x >= 0.46875. */
function complementOfPositive(x: number): number {
  if (x > 27.3) return 0; // below the smallest subnormal
  let scaled: number;
  if (x <= 4) scaled = ratio(x, middle);
  else {
    const inverse = 1 / (x * x);
    scaled = (inverseSqrtPi - inverse * ratio(inverse, far)) / x;
  }
  // exp(-x²) in two factors, the first of an exact square, so that rounding x² does not matter
  const rounded = Math.trunc(x * 16) / 16;
  return Math.exp(-rounded * rounded) * Math.exp(-(x - rounded) * (x + rounded)) * scaled;
}

/** 2 / sqrt(pi) times the integral of exp(-t²) from 0 to x. */
export function erf(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude <= 0.46875) return x * ratio(x * x, near);
  if (Number.isNaN(x)) return x;
  return Math.sign(x) * (0.5 - complementOfPositive(magnitude) + 0.5);
}

/** 1 - erf x, without loss for large x. */
export function erfc(x: number): number {
  if (Math.abs(x) <= 0.46875) return 1 - erf(x);
  if (Number.isNaN(x)) return x;
  return x > 0 ? complementOfPositive(x) : 2 - complementOfPositive(-x);
}

const gilesCenter = [1.50140941, 0.246640727, -0.00417768164, -0.00125372503, 0.00021858087, -4.39150654e-6, -3.5233877e-6, 3.43273939e-7, 2.81022636e-8];
const gilesTail = [2.83297682, 1.00167406, 0.00943887047, -0.0076224613, 0.00573950773, -0.00367342844, 0.00134934322, 0.000100950558, -0.000200214257];

/** The x with erf x = y: infinite at ±1, NaN beyond. A guess of single precision and steps of Halley's method. */
export function erfInv(y: number): number {
  const magnitude = Math.abs(y);
  if (magnitude === 1) return y * Infinity;
  if (!(magnitude < 1) || y === 0) return magnitude > 1 ? NaN : y;
  const w = -Math.log((1 - magnitude) * (1 + magnitude));
  let x = magnitude * (w < 5 ? polynomial(w - 2.5, gilesCenter) : polynomial(Math.sqrt(w) - 3, gilesTail));
  // Two steps suffice where the guess is good; beyond single precision (1 - |y| < 2^-24) it is coarse.
  for (let step = 0; step < 20; step++) {
    // In the tail the complement keeps the digits: 1 - y is exact there.
    const error = magnitude < 0.5 ? erf(x) - magnitude : 1 - magnitude - erfc(x);
    const newton = error / (2 * inverseSqrtPi * Math.exp(-x * x));
    x -= newton / (1 + x * newton);
    if (Math.abs(newton) < x * 2 ** -30) break;
  }
  return Math.sign(y) * x;
}
