import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import type { Primitive } from '../../primitive/index.ts';
import { floatLike, unary } from './family.ts';
import { onReals } from './real-or-complex.ts';

/** Natural logarithm; for complex numbers the principal branch. Source: StableHLO specification, log. */
export const log: Primitive = unary({
  name: 'stablehlo.log',
  operand: floatLike,
  evaluate: onReals(Math.log, c.log),
  partial: (x) => x.reciprocal(),
});
