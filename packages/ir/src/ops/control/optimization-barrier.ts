import { opaque } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import { anyType, definePrimitive, type Primitive, variadic } from '../../primitive/index.ts';
import { batchOf } from '../values.ts';

/** The values that are there pass a barrier of their own. */
function barrierOf(values: readonly (Value | null)[], b: Methods): (Value | null)[] {
  const present = values.filter((v) => v !== null);
  const passed = present.length === 0 ? [] : b.optimizationBarrier(present);
  let next = 0;
  return values.map((v) => (v === null ? null : passed[next++]));
}

/** The operands, made only after all of them are: nothing is moved across, and results are not merged with other computations. Source: StableHLO specification, optimization_barrier. */
export const optimizationBarrier: Primitive = definePrimitive({
  name: 'stablehlo.optimization_barrier',
  operands: { operand: variadic(anyType) },
  results: 'variadic',
  infer: ({ operand }) => operand.map((o) => o.type),
  evaluate: ({ operand }) => operand,
  derivative: {
    jvp: ({ tangents }, b) => barrierOf(tangents.operand, b),
    vjp: ({ cts }, b) => ({ operand: barrierOf(cts, b) }),
  },
  batch: ({ operand, size }, b) => b.optimizationBarrier(operand.map((o) => batchOf(o, size, b))),
  lower: () => opaque('optimization_barrier'),
  assembly: 'operands attrs type(pairwise)',
});
