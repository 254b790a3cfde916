import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import type { Primitive } from '../../primitive/index.ts';
import { floatLike, unary } from './family.ts';
import { onReals } from './real-or-complex.ts';

/** Sine of an angle in radians. Source: StableHLO specification, sine. */
export const sine: Primitive = unary({
  name: 'stablehlo.sine',
  operand: floatLike,
  evaluate: onReals(Math.sin, c.sin),
  partial: (x) => x.cos(),
});
