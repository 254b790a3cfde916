import type { Primitive } from '../../primitive/index.ts';
import { binary, bitLike } from './family.ts';

/** Bitwise exclusive or, or inequality of booleans. Source: StableHLO specification, xor. */
export const xor: Primitive = binary({
  name: 'stablehlo.xor',
  operand: bitLike,
  evaluate: (a, b, arithmetic) => arithmetic.xor(a, b),
  partials: 'zero',
  traits: { commutative: true },
});
