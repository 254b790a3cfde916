import { applyScalar } from '../../algebra/index.ts';
import { polygamma as value } from '../../evaluate/arithmetic/special-functions/index.ts';
import { floating, type Primitive } from '../../primitive/index.ts';
import { binary } from '../elementwise/family.ts';

/** The derivative of order lhs (0, 1, 2, …) of digamma at rhs; NaN for other orders. There is no derivative by the order. Source: ChloOps.td, polygamma. */
export const polygamma: Primitive = binary({
  name: 'chlo.polygamma',
  operand: floating,
  evaluate: (n, x) => value(n as number, x as number),
  partials: [null, (n, x) => applyScalar('polygamma', [n.add(1), x])],
});
