import { opaque } from '../../algebra/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive, withDefault } from '../../primitive/index.ts';
import { compareElements, ulps } from './comparison.ts';

/** Fails unless elements are between `minUlpDifference` and `maxUlpDifference` units in the last place apart. Source: StableHLO's check dialect. */
export const expectClose: Primitive = definePrimitive({
  name: 'check.expect_close',
  operands: { actual: anyTensor, expected: anyTensor },
  attributes: { minUlpDifference: withDefault(attr.int(), 0), maxUlpDifference: withDefault(attr.int(), 3) },
  results: 0,
  constraints: {
    c1: ({ actual, expected }) => actual.type === expected.type || `actual and expected must have one type; got ${actual.type} and ${expected.type}`,
  },
  infer: () => [],
  evaluate: ({ actual, expected, minUlpDifference, maxUlpDifference }) => {
    compareElements('expect_close', actual, expected, ulps(minUlpDifference, maxUlpDifference));
    return [];
  },
  derivative: 'none',
  batch: 'none',
  lower: () => opaque('check'),
  traits: { sideEffect: true },
  assembly: '$actual , $expected ?( , min_ulp_difference = $minUlpDifference )? ?( , max_ulp_difference = $maxUlpDifference )? attrs type(operands)',
});
