import { half } from '../../algebra/index.ts';
import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import type { Primitive } from '../../primitive/index.ts';
import { floatLike, unary } from './family.ts';
import { onReals } from './real-or-complex.ts';

/** Square root; NaN for negative numbers, the principal root for complex ones. Source: StableHLO specification, sqrt. */
export const sqrt: Primitive = unary({
  name: 'stablehlo.sqrt',
  operand: floatLike,
  evaluate: onReals(Math.sqrt, c.sqrt),
  partial: (_x, y) => half.div(y),
});
