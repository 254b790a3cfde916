import { one, scalarConstant } from '../../algebra/index.ts';
import type { Primitive } from '../../primitive/index.ts';
import { binary, numberLike } from './family.ts';

/** Difference. Source: StableHLO specification, subtract. */
export const subtract: Primitive = binary({
  name: 'stablehlo.subtract',
  operand: numberLike,
  evaluate: (a, b, arithmetic) => arithmetic.subtract(a, b),
  partials: [() => one, () => scalarConstant(-1)],
});
