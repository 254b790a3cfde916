import { applyScalar } from '../../algebra/index.ts';
import { besselI0e as value } from '../../evaluate/arithmetic/special-functions/index.ts';
import { floating, type Primitive } from '../../primitive/index.ts';
import { unary } from '../elementwise/family.ts';

/** exp(-|x|) times the modified Bessel function of the first kind of order 0: what the derivative of `chlo.bessel_i1e` needs. Source: DLMF 10.25. */
export const besselI0e: Primitive = unary({
  name: 'millrace.bessel_i0e',
  operand: floating,
  evaluate: (x) => value(x as number),
  partial: (x, y) => applyScalar('bessel_i1e', [x]).sub(x.sign().mul(y)),
});
