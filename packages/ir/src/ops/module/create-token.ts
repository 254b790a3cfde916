import { opaque } from '../../algebra/index.ts';
import { tokenValue } from '../../evaluate/context.ts';
import { definePrimitive, type Primitive } from '../../primitive/index.ts';
import { tokenType } from '../../types/type.ts';

/** A fresh token; `after_all` without operands. Source: StableHLO dialect, create_token. */
export const createToken: Primitive = definePrimitive({
  name: 'stablehlo.create_token',
  operands: {},
  infer: () => tokenType,
  evaluate: () => tokenValue,
  derivative: 'zero',
  batch: 'none',
  lower: () => opaque('create_token'),
  assembly: 'attrs type(results)',
});
