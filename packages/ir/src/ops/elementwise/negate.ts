import { scalarConstant } from '../../algebra/index.ts';
import type { Primitive } from '../../primitive/index.ts';
import { numberLike, unary } from './family.ts';

/** The opposite; integers wrap. Source: StableHLO specification, negate. */
export const negate: Primitive = unary({
  name: 'stablehlo.negate',
  operand: numberLike,
  evaluate: (x, arithmetic) => arithmetic.negate(x),
  partial: () => scalarConstant(-1),
});
