import { floating, type Primitive } from '../../primitive/index.ts';
import { i1 } from '../../types/element.ts';
import { unary } from '../elementwise/family.ts';

/** Whether x is negative infinity. Source: ChloOps.td, is_neg_inf. */
export const isNegInf: Primitive = unary({
  name: 'chlo.is_neg_inf',
  operand: floating,
  evaluate: (x) => x === -Infinity,
  partial: 'zero',
  resultElement: () => i1,
  lower: (x) => x.equal(-Infinity),
});
