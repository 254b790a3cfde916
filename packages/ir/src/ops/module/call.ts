import { opaque } from '../../algebra/index.ts';
import { anyType, attr, definePrimitive, type Primitive, variadic } from '../../primitive/index.ts';

/**
 * Calls a function of the module. Transforms see through it once `inlineCalls` has put the callee in its place.
 * Source: MLIR's func dialect.
 */
export const call: Primitive = definePrimitive({
  name: 'func.call',
  method: 'callFunction',
  operands: { inputs: variadic(anyType) },
  attributes: { callee: attr.symbol(), types: attr.resultTypes() },
  results: 'variadic',
  infer: ({ types }) => types,
  evaluate: ({ inputs, callee }, context) => context.call(callee, inputs),
  derivative: 'none',
  batch: 'none',
  lower: () => opaque('call'),
  traits: { calls: 'callee' },
  assembly: '$callee ( $inputs ) attrs type(functional)',
});
