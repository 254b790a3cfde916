import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import type { Primitive } from '../../primitive/index.ts';
import { floatLike, unary } from './family.ts';
import { onReals } from './real-or-complex.ts';

/** Cube root; for complex numbers the principal one. Source: StableHLO specification, cbrt. */
export const cbrt: Primitive = unary({
  name: 'stablehlo.cbrt',
  operand: floatLike,
  evaluate: onReals(Math.cbrt, c.cbrt),
  partial: (_x, y) => y.square().mul(3).reciprocal(),
});
