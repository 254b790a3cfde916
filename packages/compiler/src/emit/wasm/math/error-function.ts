/** The error function of f32 vectors and its complement. */
import { type Expr, f32x4, f64x2, op } from '../expr.ts';
import type { FunctionBuilder, Local } from '../function-builder.ts';
import { exponential, exponentialDouble } from './exponential.ts';
import { atLeast, atMost, double, inDouble, polynomial, single, where, withSign } from './vectors.ts';

/** erf x / x - 1 in x² up to 1, error 3.2e-11 (Remez, our own fit). */
const small = [
  0.1283791670631612, -0.376126384837641, 0.11283782746528762, -0.026865445785351518, 0.00522107478458941, -0.0008484710182798233, 0.00011270535866501786,
  -0.000009680113067426607,
];
/** -log(1 - erf x) in x from 0.98 to 4; its error times (1 - erf) / erf is 2.0e-11. */
const large = [
  -0.0001913176424599518, 1.1295948736038706, 0.6331844191098186, 0.10846149107744336, -0.02524009491271717, 0.0042193909326934285, -0.00044556956840992795,
  0.00002236385914080482, -4.6434065718372555e-8,
];

/** erf x; from 4 on it is ±1 in this precision. */
export function errorFunction(f: FunctionBuilder, x: Expr): Expr {
  const { add, sub, mul } = single;
  const v = f.let(x);
  const magnitude = f.let(atMost(op('f32x4.abs', v), 4));
  const z = f.let(mul(magnitude, magnitude));
  const near = f.let(add(v, mul(v, polynomial(single, z, small))));
  const far = f.let(sub(f32x4(1), exponential(f, op('f32x4.neg', polynomial(single, magnitude, large)))));
  return where(op('f32x4.lt', magnitude, f32x4(1)), near, withSign(far, v));
}

/** (1 + 2 x) e^(x²) erfc x in (x - 2) / (x + 2) for x from 1 to 10.2, relative error 1.4e-11 (Remez, our own fit). */
const scaledComplement = [
  1.276978381550316, -0.09276382702769233, -0.16603039674673917, 0.1640513237423939, -0.054220086278304734, -0.00803516749631853, 0.00872550702087506,
  0.0012816854414899946, -0.0014925295613718607, -0.00046708950386402316, 0.00035300627867285714,
];

/** erfc |x| in double precision for |x| from 1 to 10.2. */
function complementTail(f: FunctionBuilder, a: Local): Expr {
  const { add, sub, mul, div } = double;
  const u = f.let(div(sub(a, f64x2(2)), add(a, f64x2(2))));
  const power = exponentialDouble(f, f.let(op('f64x2.neg', mul(a, a))));
  return mul(power, div(polynomial(double, u, scaledComplement), add(f64x2(1), add(a, a))));
}

/** 1 - erf x without cancellation: from 10.2 on it rounds to 0. */
export function complementaryErrorFunction(f: FunctionBuilder, x: Expr): Expr {
  const { add, sub, mul } = double;
  return inDouble(f, atLeast(atMost(x, 10.2), -10.2), (half) => {
    const z = f.let(mul(half, half));
    const near = f.let(sub(f64x2(1), add(half, mul(half, polynomial(double, z, small)))));
    const far = f.let(complementTail(f, f.let(op('f64x2.abs', half))));
    const signed = where(op('f64x2.lt', half, f64x2(0)), sub(f64x2(2), far), far);
    return where(op('f64x2.lt', op('f64x2.abs', half), f64x2(1)), near, signed);
  });
}
