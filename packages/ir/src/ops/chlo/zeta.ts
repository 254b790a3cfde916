import { applyScalar } from '../../algebra/index.ts';
import { zeta as value } from '../../evaluate/arithmetic/special-functions/index.ts';
import { floating, type Primitive } from '../../primitive/index.ts';
import { binary } from '../elementwise/family.ts';

/** The Hurwitz zeta function of the exponent lhs and the offset rhs. The derivative by the exponent is not defined here, as in TensorFlow. Source: ChloOps.td, zeta. */
export const zeta: Primitive = binary({
  name: 'chlo.zeta',
  operand: floating,
  evaluate: (s, q) => value(s as number, q as number),
  partials: [null, (s, q) => s.neg().mul(applyScalar('zeta', [s.add(1), q]))],
});
