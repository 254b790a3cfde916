import { roundAwayFromZero } from '../../evaluate/arithmetic/rounding.ts';
import type { Primitive } from '../../primitive/index.ts';
import { realLike, unary } from './family.ts';

/** The nearest integer, ties away from zero. Source: StableHLO specification, round_nearest_afz. */
export const roundNearestAfz: Primitive = unary({
  name: 'stablehlo.round_nearest_afz',
  operand: realLike,
  evaluate: (x) => roundAwayFromZero(x as number),
  partial: 'zero',
});
