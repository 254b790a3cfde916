import { opaque } from '../../algebra/index.ts';
import type { TupleValue } from '../../evaluate/context.ts';
import { definePrimitive, futureConstraint, type Primitive } from '../../primitive/index.ts';
import type { FutureType } from '../../types/type.ts';

/** The results of what `async_start` began. Source: StableHLO specification, async_done. */
export const asyncDone: Primitive = definePrimitive({
  name: 'stablehlo.async_done',
  operands: { future: futureConstraint },
  results: 'variadic',
  infer: ({ future }) => (future.type as unknown as FutureType).elements,
  evaluate: ({ future }) => (future as unknown as TupleValue).elements,
  derivative: 'none',
  batch: 'none',
  lower: () => opaque('async_done'),
  traits: { sideEffect: true },
});
