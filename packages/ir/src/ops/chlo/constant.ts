import { opaque } from '../../algebra/index.ts';
import { attr, definePrimitive, type Primitive } from '../../primitive/index.ts';

/** A tensor whose elements are written in the program; the same as `stablehlo.constant`. Source: ChloOps.td, constant. */
export const chloConstant: Primitive = definePrimitive({
  name: 'chlo.constant',
  method: 'chloConstant',
  operands: {},
  attributes: { value: attr.literal() },
  infer: ({ value }) => value.type,
  evaluate: ({ value }) => value,
  derivative: 'zero',
  batch: 'none', // it has no operands, so it never runs on a batch
  lower: () => opaque('constant'),
  traits: { constantLike: true },
  assembly: 'attrs $value',
});
