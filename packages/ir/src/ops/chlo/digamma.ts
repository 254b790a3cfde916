import { applyScalar } from '../../algebra/index.ts';
import { digamma as value } from '../../evaluate/arithmetic/special-functions/index.ts';
import { floating, type Primitive } from '../../primitive/index.ts';
import { unary } from '../elementwise/family.ts';

/** Derivative of the logarithm of the gamma function; NaN at its poles 0, -1, -2, …. Source: ChloOps.td, digamma. */
export const digamma: Primitive = unary({
  name: 'chlo.digamma',
  operand: floating,
  evaluate: (x) => value(x as number),
  partial: (x) => applyScalar('polygamma', [1, x]),
});
