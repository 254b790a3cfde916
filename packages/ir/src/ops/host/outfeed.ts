import { opaque } from '../../algebra/index.ts';
import { tokenValue } from '../../evaluate/context.ts';
import { anyTensor, attr, definePrimitive, type Primitive, tokenConstraint, variadic, withDefault } from '../../primitive/index.ts';
import { tokenType } from '../../types/type.ts';

/** Writes values to the outfeed. Source: StableHLO specification, outfeed. */
export const outfeed: Primitive = definePrimitive({
  name: 'stablehlo.outfeed',
  operands: { inputs: variadic(anyTensor), token: tokenConstraint },
  attributes: { outfeedConfig: withDefault(attr.string(), '') },
  infer: () => tokenType,
  evaluate: ({ inputs }, { process }) => {
    process.outfeed(inputs);
    return tokenValue;
  },
  derivative: 'none',
  batch: 'none',
  lower: () => opaque('outfeed'),
  traits: { sideEffect: true },
});
