import { opaque } from '../../algebra/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive, withDefault } from '../../primitive/index.ts';
import { compareElements, within } from './comparison.ts';

/** Fails unless elements differ from a constant by at most `tolerance`; NaN equals NaN. Source: StableHLO's check dialect. */
export const expectAlmostEqConst: Primitive = definePrimitive({
  name: 'check.expect_almost_eq_const',
  operands: { lhs: anyTensor },
  attributes: { value: attr.literal(), tolerance: withDefault(attr.float(), 1e-4) },
  results: 0,
  constraints: {
    c1: ({ lhs, value }) => lhs.type === value.type || `lhs and value must have one type; got ${lhs.type} and ${value.type}`,
  },
  infer: () => [],
  evaluate: ({ lhs, value, tolerance }) => {
    compareElements('expect_almost_eq_const', lhs, value, within(tolerance));
    return [];
  },
  derivative: 'none',
  batch: 'none',
  lower: () => opaque('check'),
  traits: { sideEffect: true },
  assembly: '$lhs , $value attrs',
});
