import { applyScalar } from '../../algebra/index.ts';
import { lgamma as value } from '../../evaluate/arithmetic/special-functions/index.ts';
import { floating, type Primitive } from '../../primitive/index.ts';
import { unary } from '../elementwise/family.ts';

/** Logarithm of the magnitude of the gamma function. Source: ChloOps.td, lgamma. */
export const lgamma: Primitive = unary({
  name: 'chlo.lgamma',
  operand: floating,
  evaluate: (x) => value(x as number),
  partial: (x) => applyScalar('digamma', [x]),
});
