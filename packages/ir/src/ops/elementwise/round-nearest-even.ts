import { roundToEven } from '../../evaluate/arithmetic/rounding.ts';
import type { Primitive } from '../../primitive/index.ts';
import { realLike, unary } from './family.ts';

/** The nearest integer, ties to the even one. Source: StableHLO specification, round_nearest_even. */
export const roundNearestEven: Primitive = unary({
  name: 'stablehlo.round_nearest_even',
  operand: realLike,
  evaluate: (x) => roundToEven(x as number),
  partial: 'zero',
});
