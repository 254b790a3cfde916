import type { Primitive } from '../../primitive/index.ts';
import { binary, bitLike } from './family.ts';

/** Bitwise and, or logical and of booleans. Source: StableHLO specification, and. */
export const and: Primitive = binary({
  name: 'stablehlo.and',
  operand: bitLike,
  evaluate: (a, b, arithmetic) => arithmetic.and(a, b),
  partials: 'zero',
  traits: { commutative: true },
});
