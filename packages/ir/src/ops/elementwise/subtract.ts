import { one, scalarConstant } from '../../algebra/index.ts';
import { numeric, type Primitive } from '../../primitive/index.ts';
import { binary } from './family.ts';

/** Difference of two tensors. Source: StableHLO specification, subtract. */
export const subtract: Primitive = binary({
  name: 'stablehlo.subtract',
  operand: numeric,
  evaluate: (a, b, arithmetic) => arithmetic.subtract(a, b),
  partials: [() => one, () => scalarConstant(-1)],
});
