import { opaque } from '../../algebra/index.ts';
import { anyType, attr, definePrimitive, type Primitive, variadic, withDefault } from '../../primitive/index.ts';

/**
 * An operation made of others: it means what the function `decomposition` means. Source: StableHLO specification, composite.
 */
export const composite: Primitive = definePrimitive({
  name: 'stablehlo.composite',
  method: 'compositeCall',
  operands: { inputs: variadic(anyType) },
  attributes: {
    name: attr.string(),
    compositeAttributes: withDefault(attr.dictionary(), {}),
    decomposition: attr.symbol(),
    version: withDefault(attr.int({ width: 32 }), 0),
    types: attr.resultTypes(),
  },
  results: 'variadic',
  constraints: { c1: ({ name }) => /^[A-Za-z_][\w$]*(\.[\w$]+)+$/.test(name) || `name must be a dotted name such as "my.op"; got "${name}"` },
  infer: ({ types }) => types,
  evaluate: ({ inputs, decomposition }, context) => context.call(decomposition, inputs),
  derivative: 'none',
  batch: 'none',
  lower: () => opaque('composite'),
  traits: { calls: 'decomposition' },
  assembly: '$name $inputs attrs type(functional)',
});
