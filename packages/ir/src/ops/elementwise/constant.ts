import { opaque } from '../../algebra/index.ts';
import { attr, definePrimitive, type Primitive } from '../../primitive/index.ts';

/** A tensor whose elements are written in the program. Source: StableHLO specification, constant. */
export const constant: Primitive = definePrimitive({
  name: 'stablehlo.constant',
  method: 'constantOf',
  operands: {},
  attributes: { value: attr.literal({ asStored: true }) },
  infer: ({ value }) => value.type,
  evaluate: ({ value }) => value,
  derivative: 'zero',
  batch: 'none', // it has no operands, so it never runs on a batch
  lower: () => opaque('constant'),
  traits: { constantLike: true },
  assembly: 'custom(constant)',
});
