import { scalarConstant } from '../../algebra/index.ts';
import { anyTensor, type Primitive } from '../../primitive/index.ts';
import { unary } from './family.ts';

/** The opposite of each element; integers wrap. Source: StableHLO specification, negate. */
export const negate: Primitive = unary({
  name: 'stablehlo.negate',
  operand: anyTensor,
  evaluate: (x, arithmetic) => arithmetic.negate(x),
  partial: () => scalarConstant(-1),
});
