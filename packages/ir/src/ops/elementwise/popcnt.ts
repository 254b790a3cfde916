import { integer, type Primitive } from '../../primitive/index.ts';
import { unary } from './family.ts';

/** How many bits are set. Source: StableHLO specification, popcnt. */
export const popcnt: Primitive = unary({
  name: 'stablehlo.popcnt',
  operand: integer,
  evaluate: (x, arithmetic) => arithmetic.populationCount(x),
  partial: 'zero',
});
