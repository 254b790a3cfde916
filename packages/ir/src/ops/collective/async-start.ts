import { opaque } from '../../algebra/index.ts';
import { tupleValue } from '../../evaluate/context.ts';
import { anyTensor, definePrimitive, type Primitive, variadic } from '../../primitive/index.ts';
import { futureType } from '../../types/type.ts';

/** Starts a computation whose results `async_done` waits for; the evaluator computes at once. Source: StableHLO specification, async_start. */
export const asyncStart: Primitive = definePrimitive({
  name: 'stablehlo.async_start',
  operands: { inputs: variadic(anyTensor) },
  regions: { body: 'one' },
  constraints: {
    c1: ({ body }) => body.operations.length === 1 || `body must hold one operation; got ${body.operations.length}`,
  },
  infer: ({ body }) => futureType(body.results.map((r) => r.type)),
  evaluate: ({ inputs, body }) => tupleValue(body(...inputs)),
  derivative: 'none',
  batch: 'none',
  lower: () => opaque('async_start'),
  traits: { sideEffect: true },
});
