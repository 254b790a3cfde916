import { floating, type Primitive } from '../../primitive/index.ts';
import { i1 } from '../../types/element.ts';
import { unary } from '../elementwise/family.ts';

/** Whether x is infinite. Source: ChloOps.td, is_inf. */
export const isInf: Primitive = unary({
  name: 'chlo.is_inf',
  operand: floating,
  evaluate: (x) => Math.abs(x as number) === Infinity,
  partial: 'zero',
  resultElement: () => i1,
  lower: (x) => x.abs().equal(Infinity),
});
