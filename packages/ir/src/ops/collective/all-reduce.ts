import { opaque } from '../../algebra/index.ts';
import { failure } from '../../errors/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive, variadic, withDefault } from '../../primitive/index.ts';
import { combinerOf } from '../../program/combiner-match.ts';
import type { Literal } from '../../types/literal.ts';
import { type TensorType, tensorType } from '../../types/type.ts';
import { bodyElements, combinesElements } from '../regions.ts';
import { batchOf } from '../values.ts';
import { combineAll } from './elements.ts';
import { channelAttribute, channelOf, coverIds, meet, ownGroup, reducingGroups } from './groups.ts';

/** Combines the operands of all processes of a group element by element, on each of them. Source: StableHLO specification, all_reduce. */
export const allReduce: Primitive = definePrimitive({
  name: 'stablehlo.all_reduce',
  operands: { operands: variadic(anyTensor) },
  attributes: { replicaGroups: attr.matrix(), channelHandle: channelAttribute, useGlobalDeviceIds: withDefault(attr.boolean({ mlir: 'unit' }), false) },
  regions: { computation: 'one' },
  results: 'variadic',
  constraints: {
    c1: ({ replicaGroups }) => coverIds(replicaGroups, true),
    c4: ({ useGlobalDeviceIds, channelHandle }) => !useGlobalDeviceIds || channelOf(channelHandle) > 0 || 'useGlobalDeviceIds needs a channel above 0',
    c5: ({ operands, computation }) => {
      const wrong = operands.map((x) => combinesElements('computation', computation, [x])).find((answer) => answer !== true);
      return wrong ?? true;
    },
  },
  infer: ({ operands, computation }) => operands.map((x) => tensorType(bodyElements(computation)[0], x.shape)),
  evaluate: ({ operands, computation, ...groups }, { process, resultTypes }) => {
    const group = ownGroup('all_reduce', reducingGroups(groups, process), process);
    const offers = meet('all_reduce', groups.channelHandle, group, operands, process) as readonly (readonly Literal[])[];
    return operands.map((_, i) =>
      combineAll(
        offers.map((o) => o[i]),
        computation,
        (resultTypes[i] as TensorType).element,
      ),
    );
  },
  derivative: {
    // Every process's result is the sum over the group, so each operand's cotangent is the sum of the group's cotangents.
    vjp: ({ operands, cts, computation, replicaGroups, channelHandle, useGlobalDeviceIds }, b) => {
      if (combinerOf(computation.program) !== 'add') throw failure('not-differentiable', { op: 'all_reduce', message: 'has a derivative only where it adds' });
      const filled = operands.map((x, i) => cts[i] ?? b.zeros(x.type as TensorType));
      return { operands: b.allReduce(filled, { replicaGroups, channelHandle, useGlobalDeviceIds, computation }) };
    },
  },
  batch: ({ operands, computation, size, ...groups }, b) =>
    b.allReduce(
      operands.map((x) => batchOf(x, size, b)),
      { ...groups, computation },
    ),
  lower: () => opaque('all_reduce'),
  traits: { collective: true, sideEffect: true },
});
