import { anyTensor, type Primitive } from '../../primitive/index.ts';
import { binary } from './family.ts';

/** Product of two tensors; logical and for booleans. Source: StableHLO specification, multiply. */
export const multiply: Primitive = binary({
  name: 'stablehlo.multiply',
  operand: anyTensor,
  evaluate: (a, b, arithmetic) => arithmetic.multiply(a, b),
  partials: [(_a, b) => b, (a) => a],
  traits: { commutative: true },
});
