import { opaque } from '../../algebra/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive, variadic, withDefault } from '../../primitive/index.ts';
import type { Literal } from '../../types/literal.ts';
import { type TensorType, tensorType } from '../../types/type.ts';
import { bodyElements, combinesElements } from '../regions.ts';
import { dataOf, rootOf, rootsFit } from './collective-broadcast.ts';
import { combineAll, zerosOf } from './elements.ts';
import { channelAttribute, channelOf, flattenedIds, groupOf, meet, movingGroups, placeIn, uniqueIds } from './groups.ts';

/** Combines the operands of a group's processes on one of them; the others get zeros. Source: StableHLO specification, collective_reduce. */
export const collectiveReduce: Primitive = definePrimitive({
  name: 'stablehlo.collective_reduce',
  operands: { operands: variadic(anyTensor) },
  attributes: {
    replicaGroups: attr.matrix(),
    channelHandle: channelAttribute,
    useGlobalDeviceIds: withDefault(attr.boolean({ mlir: 'unit' }), false),
    hasDynamicRoot: withDefault(attr.boolean(), false),
  },
  regions: { computation: 'one' },
  results: 'variadic',
  constraints: {
    c1: ({ replicaGroups }) => uniqueIds(replicaGroups),
    i4: ({ useGlobalDeviceIds, channelHandle }) => !useGlobalDeviceIds || channelOf(channelHandle) > 0 || 'useGlobalDeviceIds needs a channel above 0',
    c3: ({ operands, hasDynamicRoot }) => rootsFit(operands, hasDynamicRoot),
    c4: ({ operands, hasDynamicRoot, computation }) => {
      const wrong = dataOf(operands, hasDynamicRoot)
        .map((x) => combinesElements('computation', computation, [x]))
        .find((answer) => answer !== true);
      return wrong ?? true;
    },
  },
  infer: ({ operands, hasDynamicRoot, computation }) => dataOf(operands, hasDynamicRoot).map((x) => tensorType(bodyElements(computation)[0], x.shape)),
  evaluate: ({ operands, computation, replicaGroups, channelHandle, useGlobalDeviceIds, hasDynamicRoot }, { process, resultTypes }) => {
    const types = resultTypes as readonly TensorType[];
    const groups = useGlobalDeviceIds ? flattenedIds(replicaGroups, process) : movingGroups(replicaGroups, channelHandle, process);
    const group = groupOf(groups, process);
    if (!group) return types.map(zerosOf);
    const offers = meet('collective_reduce', channelHandle, group, operands, process) as readonly (readonly Literal[])[];
    const place = placeIn(group, process);
    return types.map((type, i) => {
      if (rootOf('collective_reduce', operands, hasDynamicRoot, i, group.length) !== place) return zerosOf(type);
      return combineAll(
        offers.map((o) => o[i]),
        computation,
        type.element,
      );
    });
  },
  derivative: 'none',
  batch: 'none',
  lower: () => opaque('collective_reduce'),
  traits: { collective: true, sideEffect: true },
});
