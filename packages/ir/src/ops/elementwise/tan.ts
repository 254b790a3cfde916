import { one } from '../../algebra/index.ts';
import * as c from '../../evaluate/arithmetic/complex-functions.ts';
import type { Primitive } from '../../primitive/index.ts';
import { floatLike, unary } from './family.ts';
import { onReals } from './real-or-complex.ts';

/** Tangent of an angle in radians. Source: StableHLO specification, tan. */
export const tan: Primitive = unary({
  name: 'stablehlo.tan',
  operand: floatLike,
  evaluate: onReals(Math.tan, c.tan),
  partial: (_x, y) => one.add(y.square()),
});
