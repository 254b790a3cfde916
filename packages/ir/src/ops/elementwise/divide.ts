import type { Primitive } from '../../primitive/index.ts';
import { binary, numberLike } from './family.ts';

/** Quotient; integers truncate toward zero, and dividing an integer by zero raises. Source: StableHLO specification, divide. */
export const divide: Primitive = binary({
  name: 'stablehlo.divide',
  operand: numberLike,
  evaluate: (a, b, arithmetic) => arithmetic.divide(a, b),
  partials: [(_a, b) => b.reciprocal(), (_a, b, y) => y.div(b).neg()],
});
