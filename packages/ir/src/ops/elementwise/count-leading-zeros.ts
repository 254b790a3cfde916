import { integer, type Primitive } from '../../primitive/index.ts';
import { unary } from './family.ts';

/** How many bits above the highest set one are zero. Source: StableHLO specification, count_leading_zeros. */
export const countLeadingZeros: Primitive = unary({
  name: 'stablehlo.count_leading_zeros',
  operand: integer,
  evaluate: (x, arithmetic) => arithmetic.countLeadingZeros(x),
  partial: 'zero',
});
