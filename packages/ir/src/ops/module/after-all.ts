import { opaque } from '../../algebra/index.ts';
import { tokenValue } from '../../evaluate/context.ts';
import { definePrimitive, type Primitive, tokenConstraint, variadic } from '../../primitive/index.ts';
import { tokenType } from '../../types/type.ts';

/** A token after all of the given ones. Source: StableHLO specification, after_all. */
export const afterAll: Primitive = definePrimitive({
  name: 'stablehlo.after_all',
  operands: { inputs: variadic(tokenConstraint) },
  infer: () => tokenType,
  evaluate: () => tokenValue,
  derivative: 'zero',
  batch: 'none',
  lower: () => opaque('after_all'),
  assembly: '$inputs attrs type(same)',
});
