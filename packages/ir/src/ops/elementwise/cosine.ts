import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import type { Primitive } from '../../primitive/index.ts';
import { floatLike, unary } from './family.ts';
import { onReals } from './real-or-complex.ts';

/** Cosine of an angle in radians. Source: StableHLO specification, cosine. */
export const cosine: Primitive = unary({
  name: 'stablehlo.cosine',
  operand: floatLike,
  evaluate: onReals(Math.cos, c.cos),
  partial: (x) => x.sin().neg(),
});
