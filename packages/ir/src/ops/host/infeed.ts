import { opaque } from '../../algebra/index.ts';
import { tokenValue } from '../../evaluate/context.ts';
import { absentOr, attr, definePrimitive, type Primitive, tokenConstraint, withDefault } from '../../primitive/index.ts';
import { endsInToken, received } from '../collective/received.ts';

/** Reads the next values of the infeed, and returns them with a token. Source: StableHLO specification, infeed. */
export const infeed: Primitive = definePrimitive({
  name: 'stablehlo.infeed',
  operands: { token: tokenConstraint },
  attributes: { infeedConfig: withDefault(attr.string(), ''), layout: absentOr(attr.any()), types: attr.resultTypes() },
  results: 'variadic',
  constraints: { c2: ({ types }) => endsInToken(types) },
  infer: ({ types }) => types,
  evaluate: ({ types }, { process }) => [...received('infeed', process.infeed(), types), tokenValue],
  derivative: 'none',
  batch: 'none',
  lower: () => opaque('infeed'),
  traits: { sideEffect: true },
});
