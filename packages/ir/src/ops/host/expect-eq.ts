import { opaque } from '../../algebra/index.ts';
import { anyTensor, definePrimitive, type Primitive } from '../../primitive/index.ts';
import { compareElements, exactly } from './comparison.ts';

/** Fails unless both operands are equal. Source: StableHLO's check dialect. */
export const expectEq: Primitive = definePrimitive({
  name: 'check.expect_eq',
  operands: { lhs: anyTensor, rhs: anyTensor },
  results: 0,
  constraints: {
    c1: ({ lhs, rhs }) => lhs.type === rhs.type || `lhs and rhs must have one type; got ${lhs.type} and ${rhs.type}`,
  },
  infer: () => [],
  evaluate: ({ lhs, rhs }) => {
    compareElements('expect_eq', lhs, rhs, exactly);
    return [];
  },
  derivative: 'none',
  batch: 'none',
  lower: () => opaque('check'),
  traits: { sideEffect: true },
  assembly: '$lhs , $rhs attrs type(same)',
});
