import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import type { Primitive } from '../../primitive/index.ts';
import { floatLike, unary } from './family.ts';
import { onReals } from './real-or-complex.ts';

/** e to the power of each element. Source: StableHLO specification, exponential. */
export const exponential: Primitive = unary({
  name: 'stablehlo.exponential',
  operand: floatLike,
  evaluate: onReals(Math.exp, c.exp),
  partial: (_x, y) => y,
});
