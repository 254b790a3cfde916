import { opaque } from '../../algebra/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { compareElements, exactly } from './comparison.ts';

/** Fails unless the operand equals a constant. Source: StableHLO's check dialect. */
export const expectEqConst: Primitive = definePrimitive({
  name: 'check.expect_eq_const',
  operands: { lhs: anyTensor },
  attributes: { value: attr.literal() },
  results: 0,
  constraints: {
    c1: ({ lhs, value }) => lhs.type === value.type || `lhs and value must have one type; got ${lhs.type} and ${value.type}`,
  },
  infer: () => [],
  evaluate: ({ lhs, value }) => {
    compareElements('expect_eq_const', lhs, value, exactly);
    return [];
  },
  derivative: 'none',
  batch: 'none',
  lower: () => opaque('check'),
  traits: { sideEffect: true },
  assembly: '$lhs , $value attrs',
});
