import { applyScalar, one } from '../../algebra/index.ts';
import type { Primitive } from '../../primitive/index.ts';
import { binary, numberLike } from './family.ts';

/** What division toward zero leaves, with the sign of lhs; by an integer zero it raises. Source: StableHLO specification, remainder. */
export const remainder: Primitive = binary({
  name: 'stablehlo.remainder',
  operand: numberLike,
  evaluate: (a, b, arithmetic) => arithmetic.remainder(a, b),
  // (a - y) / b is the truncated quotient, up to rounding
  partials: [() => one, (a, b, y) => applyScalar('round_nearest_even', [a.sub(y).div(b)]).neg()],
});
