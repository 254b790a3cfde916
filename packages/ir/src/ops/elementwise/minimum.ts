import { one, select, zero } from '../../algebra/index.ts';
import type { Primitive } from '../../primitive/index.ts';
import { anyPerTensor, binary } from './family.ts';

/** The smaller element; NaN wins, and complex numbers are ordered by real, then imaginary part. At a tie the derivative belongs to lhs, as in TensorFlow. Source: StableHLO specification, minimum. */
export const minimum: Primitive = binary({
  name: 'stablehlo.minimum',
  operand: anyPerTensor,
  evaluate: (a, b, arithmetic) => arithmetic.minimum(a, b),
  partials: [(a, b) => select(a.lessEqual(b), one, zero), (a, b) => select(a.lessEqual(b), zero, one)],
  traits: { commutative: true },
});
