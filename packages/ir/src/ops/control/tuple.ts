import { opaque } from '../../algebra/index.ts';
import { tupleValue } from '../../evaluate/context.ts';
import { anyType, definePrimitive, type Primitive, variadic } from '../../primitive/index.ts';
import { tupleType } from '../../types/type.ts';

/** A tuple of values. Source: StableHLO specification, tuple. */
export const tuple: Primitive = definePrimitive({
  name: 'stablehlo.tuple',
  operands: { val: variadic(anyType) },
  infer: ({ val }) => tupleType(val.map((v) => v.type)),
  evaluate: ({ val }) => tupleValue(val),
  derivative: 'none', // tuples occur in imported programs only
  batch: 'none',
  lower: () => opaque('tuple'),
  assembly: 'operands attrs type(results)',
});
