import { opaque } from '../../algebra/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive, withDefault } from '../../primitive/index.ts';
import { compareElements, within } from './comparison.ts';

/** Fails unless elements differ by at most `tolerance`; NaN equals NaN. Source: StableHLO's check dialect. */
export const expectAlmostEq: Primitive = definePrimitive({
  name: 'check.expect_almost_eq',
  operands: { lhs: anyTensor, rhs: anyTensor },
  attributes: { tolerance: withDefault(attr.float(), 1e-4) },
  results: 0,
  constraints: {
    c1: ({ lhs, rhs }) => lhs.type === rhs.type || `lhs and rhs must have one type; got ${lhs.type} and ${rhs.type}`,
  },
  infer: () => [],
  evaluate: ({ lhs, rhs, tolerance }) => {
    compareElements('expect_almost_eq', lhs, rhs, within(tolerance));
    return [];
  },
  derivative: 'none',
  batch: 'none',
  lower: () => opaque('check'),
  traits: { sideEffect: true },
  assembly: '$lhs , $rhs ?( , tolerance = $tolerance )? attrs type(same)',
});
