import { one } from '../../algebra/index.ts';
import { anyTensor, type Primitive } from '../../primitive/index.ts';
import { binary } from './family.ts';

/** Sum of two tensors; logical or for booleans. Source: StableHLO specification, add. */
export const add: Primitive = binary({
  name: 'stablehlo.add',
  operand: anyTensor,
  evaluate: (a, b, arithmetic) => arithmetic.add(a, b),
  partials: [() => one, () => one],
  traits: { commutative: true },
});
