import { opaque } from '../../algebra/index.ts';
import { tokenValue } from '../../evaluate/context.ts';
import { absentOr, attr, definePrimitive, type Primitive, tokenConstraint, withDefault } from '../../primitive/index.ts';
import { channelAttribute, channelFits, channelOf } from './groups.ts';
import { endsInToken, received } from './received.ts';

/** Receives what `send` gave on the channel, and a token. Source: StableHLO specification, recv. */
export const recv: Primitive = definePrimitive({
  name: 'stablehlo.recv',
  operands: { token: tokenConstraint },
  attributes: {
    channelHandle: channelAttribute,
    isHostTransfer: withDefault(attr.boolean(), false),
    sourceTargetPairs: absentOr(attr.matrix()),
    types: attr.resultTypes(),
  },
  results: 'variadic',
  constraints: {
    c1: ({ channelHandle, isHostTransfer }) => channelFits(channelHandle, isHostTransfer, 3),
    c2: ({ types }) => endsInToken(types),
  },
  infer: ({ types }) => types,
  evaluate: ({ channelHandle, types }, { process }) => [...received('recv', process.receive(`channel ${channelOf(channelHandle)}`), types), tokenValue],
  derivative: 'none',
  batch: 'none',
  lower: () => opaque('recv'),
  traits: { sideEffect: true },
});
