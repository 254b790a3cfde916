import type { Primitive } from '../../primitive/index.ts';
import { binary, bitLike } from './family.ts';

/** Bitwise or, or logical or of booleans. Source: StableHLO specification, or. */
export const or: Primitive = binary({
  name: 'stablehlo.or',
  operand: bitLike,
  evaluate: (a, b, arithmetic) => arithmetic.or(a, b),
  partials: 'zero',
  traits: { commutative: true },
});
