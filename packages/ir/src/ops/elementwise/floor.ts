import type { Primitive } from '../../primitive/index.ts';
import { realLike, unary } from './family.ts';

/** The largest integer that is not above x. Source: StableHLO specification, floor. */
export const floor: Primitive = unary({
  name: 'stablehlo.floor',
  operand: realLike,
  evaluate: (x) => Math.floor(x as number),
  partial: 'zero',
});
