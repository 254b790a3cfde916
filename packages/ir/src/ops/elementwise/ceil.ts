import type { Primitive } from '../../primitive/index.ts';
import { realLike, unary } from './family.ts';

/** The smallest integer that is not below x. Source: StableHLO specification, ceil. */
export const ceil: Primitive = unary({
  name: 'stablehlo.ceil',
  operand: realLike,
  evaluate: (x) => Math.ceil(x as number),
  partial: 'zero',
});
