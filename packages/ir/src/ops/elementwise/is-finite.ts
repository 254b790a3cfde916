import type { Primitive } from '../../primitive/index.ts';
import { i1 } from '../../types/element.ts';
import { realLike, unary } from './family.ts';

/** Whether x is neither infinite nor NaN; always so for quantized types. Source: StableHLO specification, is_finite. */
export const isFiniteElement: Primitive = unary({
  name: 'stablehlo.is_finite',
  operand: realLike,
  evaluate: (x) => Number.isFinite(x as number),
  partial: 'zero',
  resultElement: () => i1,
});
