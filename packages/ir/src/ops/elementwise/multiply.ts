import type { Primitive } from '../../primitive/index.ts';
import { anyPerTensor, binary } from './family.ts';

/** Product; logical and for booleans. Source: StableHLO specification, multiply. */
export const multiply: Primitive = binary({
  name: 'stablehlo.multiply',
  operand: anyPerTensor,
  evaluate: (a, b, arithmetic) => arithmetic.multiply(a, b),
  partials: [(_a, b) => b, (a) => a],
  traits: { commutative: true },
});
