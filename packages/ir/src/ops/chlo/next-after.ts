import { one, zero } from '../../algebra/index.ts';
import { nextAfter as next } from '../../evaluate/arithmetic/bits.ts';
import { floating, type Primitive } from '../../primitive/index.ts';
import { binary } from '../elementwise/family.ts';

/** The neighbor of lhs in the direction of rhs among the values of the type; the derivative passes to lhs, as in TensorFlow. Source: ChloOps.td, next_after. */
export const nextAfter: Primitive = binary({
  name: 'chlo.next_after',
  operand: floating,
  evaluate: (x, y, _arithmetic, element) => next(element, x as number, y as number),
  partials: [() => one, () => zero],
});
