import { floating, type Primitive } from '../../primitive/index.ts';
import { i1 } from '../../types/element.ts';
import { unary } from '../elementwise/family.ts';

/** Whether x is positive infinity. Source: ChloOps.td, is_pos_inf. */
export const isPosInf: Primitive = unary({
  name: 'chlo.is_pos_inf',
  operand: floating,
  evaluate: (x) => x === Infinity,
  partial: 'zero',
  resultElement: () => i1,
  lower: (x) => x.equal(Infinity),
});
