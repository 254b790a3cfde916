import { opaque } from '../../algebra/index.ts';
import { tokenValue } from '../../evaluate/context.ts';
import { absentOr, anyTensor, attr, definePrimitive, type Primitive, tokenConstraint, variadic, withDefault } from '../../primitive/index.ts';
import { tokenType } from '../../types/type.ts';
import { channelAttribute, channelFits, channelOf } from './groups.ts';

/** Sends values on a channel. Source: StableHLO specification, send. */
export const send: Primitive = definePrimitive({
  name: 'stablehlo.send',
  operands: { inputs: variadic(anyTensor), token: tokenConstraint },
  attributes: { channelHandle: channelAttribute, isHostTransfer: withDefault(attr.boolean(), false), sourceTargetPairs: absentOr(attr.matrix()) },
  constraints: {
    c1: ({ channelHandle, isHostTransfer }) => channelFits(channelHandle, isHostTransfer, 2),
  },
  infer: () => tokenType,
  evaluate: ({ inputs, channelHandle }, { process }) => {
    process.send(`channel ${channelOf(channelHandle)}`, inputs);
    return tokenValue;
  },
  derivative: 'none',
  batch: 'none',
  lower: () => opaque('send'),
  traits: { sideEffect: true },
});
