import { opaque } from '../../algebra/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive, variadic, withDefault } from '../../primitive/index.ts';
import { sameDim } from '../../types/dim.ts';
import type { Literal } from '../../types/literal.ts';
import { showShape, type TensorType, tensorType } from '../../types/type.ts';
import { batchOf, tensorTypeOf } from '../values.ts';
import { joinAlong } from './elements.ts';
import { channelAttribute, channelOf, coverIds, meet, ownGroup, reducingGroups } from './groups.ts';

/**
 * Joins the operands of all processes of a group along one axis, on each of them. Source: StableHLO specification, all_gather.
 * The result types are written: the size of a group may depend on the grid.
 */
export const allGather: Primitive = definePrimitive({
  name: 'stablehlo.all_gather',
  operands: { operands: variadic(anyTensor) },
  attributes: {
    allGatherDim: attr.int(),
    replicaGroups: attr.matrix(),
    channelHandle: channelAttribute,
    useGlobalDeviceIds: withDefault(attr.boolean({ mlir: 'unit' }), false),
    types: attr.resultTypes(),
  },
  results: 'variadic',
  constraints: {
    c1: ({ operands, allGatherDim }) =>
      operands.every((x) => allGatherDim >= 0 && allGatherDim < x.rank) ||
      `allGatherDim ${allGatherDim} must be an axis of ${operands.map((x) => showShape(x.shape)).join(', ')}`,
    c2: ({ replicaGroups }) => coverIds(replicaGroups),
    c5: ({ useGlobalDeviceIds, channelHandle }) => !useGlobalDeviceIds || channelOf(channelHandle) > 0 || 'useGlobalDeviceIds needs a channel above 0',
    c6: ({ operands, types, allGatherDim }) =>
      (types.length === operands.length && operands.every((x, i) => isGathered(x.type, types[i] as TensorType, allGatherDim))) ||
      'results must have the types of the operands, except that the gathered size is a multiple',
  },
  infer: ({ types }) => types,
  evaluate: ({ operands, allGatherDim, ...groups }, { process }) => {
    const group = ownGroup('all_gather', reducingGroups(groups, process), process);
    const offers = meet('all_gather', groups.channelHandle, group, operands, process) as readonly (readonly Literal[])[];
    return operands.map((_, i) =>
      joinAlong(
        offers.map((o) => o[i]),
        allGatherDim,
      ),
    );
  },
  derivative: {
    linear: 'jointly',
    transpose: {
      operands: ({ operands, cts, allGatherDim, replicaGroups, channelHandle, useGlobalDeviceIds }, b) =>
        operands.map((x, i) => {
          const ct = cts[i];
          if (!ct) return null;
          const { shape, element } = tensorTypeOf(x);
          return b.reduceScatter(ct, {
            scatterDimension: allGatherDim,
            replicaGroups,
            channelHandle,
            useGlobalDeviceIds,
            shape,
            computation: b.combiner('add', element),
          });
        }),
    },
  },
  batch: ({ operands, allGatherDim, types, size, ...groups }, b) => {
    const batched = types.map((t) => tensorType((t as TensorType).element, [size, ...(t as TensorType).shape]));
    return b.allGather(
      operands.map((x) => batchOf(x, size, b)),
      { ...groups, allGatherDim: allGatherDim + 1, types: batched },
    );
  },
  lower: () => opaque('all_gather'),
  traits: { collective: true, sideEffect: true },
});

function isGathered(operand: TensorType, result: TensorType, axis: number): boolean {
  if (result.kind !== 'tensor' || result.element !== operand.element || result.rank !== operand.rank) return false;
  return operand.shape.every((d, i) =>
    i === axis ? typeof d !== 'number' || typeof result.shape[i] !== 'number' || d === 0 || (result.shape[i] as number) % d === 0 : sameDim(d, result.shape[i]),
  );
}
