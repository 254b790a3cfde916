import { applyScalar, half, one, select } from '../../algebra/index.ts';
import { besselI1e as value } from '../../evaluate/arithmetic/special-functions/index.ts';
import { floating, type Primitive } from '../../primitive/index.ts';
import { unary } from '../elementwise/family.ts';

/** exp(-|x|) times the modified Bessel function of the first kind of order 1. Source: ChloOps.td, bessel_i1e. */
export const besselI1e: Primitive = unary({
  name: 'chlo.bessel_i1e',
  operand: floating,
  evaluate: (x) => value(x as number),
  partial: (x, y) => {
    // d/dx (exp(-|x|) I1(x)) = i0e - i1e (sign x + 1/x); at 0 it is 1/2
    const atZero = x.equal(0);
    const safe = select(atZero, one, x);
    return select(atZero, half, applyScalar('bessel_i0e', [x]).sub(y.mul(x.sign().add(safe.reciprocal()))));
  },
});
