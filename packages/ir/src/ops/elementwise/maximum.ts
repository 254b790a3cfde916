import { one, select, zero } from '../../algebra/index.ts';
import type { Primitive } from '../../primitive/index.ts';
import { anyPerTensor, binary } from './family.ts';

/** The larger element; NaN wins, and complex numbers are ordered by real, then imaginary part. At a tie the derivative belongs to lhs, as in TensorFlow. Source: StableHLO specification, maximum. */
export const maximum: Primitive = binary({
  name: 'stablehlo.maximum',
  operand: anyPerTensor,
  evaluate: (a, b, arithmetic) => arithmetic.maximum(a, b),
  partials: [(a, b) => select(a.greaterEqual(b), one, zero), (a, b) => select(a.greaterEqual(b), zero, one)],
  traits: { commutative: true },
});
