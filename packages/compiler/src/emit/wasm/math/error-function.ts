/** The error function of f32 vectors. */
import { type Expr, f32x4, op } from '../expr.ts';
import type { FunctionBuilder } from '../function-builder.ts';
import { exponential } from './exponential.ts';
import { atMost, polynomial, single, where, withSign } from './vectors.ts';

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
