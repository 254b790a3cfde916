import { opaque } from '../../algebra/index.ts';
import { failure } from '../../errors/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive, variadic } from '../../primitive/index.ts';
import { dimDivides, floorDivDims, multiplyDims } from '../../types/dim.ts';
import type { Literal } from '../../types/literal.ts';
import { showShape, tensorType } from '../../types/type.ts';
import { batchOf } from '../values.ts';
import { joinAlong, splitAlong } from './elements.ts';
import { channelAttribute, coverIds, meet, movingGroups, ownGroup, placeIn } from './groups.ts';

/**
 * Cuts each operand into parts along one axis, gives part i to process i of the group, and joins what arrives along another axis.
 * Source: StableHLO specification, all_to_all.
 */
export const allToAll: Primitive = definePrimitive({
  name: 'stablehlo.all_to_all',
  operands: { operands: variadic(anyTensor) },
  attributes: {
    splitDimension: attr.int(),
    concatDimension: attr.int(),
    splitCount: attr.int(),
    replicaGroups: attr.matrix(),
    channelHandle: channelAttribute,
  },
  results: 'variadic',
  constraints: {
    c1: ({ operands, splitDimension }) =>
      operands.every((x) => splitDimension >= 0 && splitDimension < x.rank) || `splitDimension ${splitDimension} must be an axis of every operand`,
    c2: ({ operands, splitDimension, splitCount }) =>
      splitCount <= 0 ||
      operands.every((x) => dimDivides(splitCount, x.shape[splitDimension])) ||
      `splitCount ${splitCount} must divide axis ${splitDimension} of ${operands.map((x) => showShape(x.shape)).join(', ')}`,
    c3: ({ operands, concatDimension }) =>
      operands.every((x) => concatDimension >= 0 && concatDimension < x.rank) || `concatDimension ${concatDimension} must be an axis of every operand`,
    c4: ({ splitCount }) => splitCount > 0 || `splitCount must be positive; got ${splitCount}`,
    c5: ({ replicaGroups }) => coverIds(replicaGroups),
    c8: ({ replicaGroups, splitCount }) =>
      (replicaGroups.length > 0 && replicaGroups.every((g) => g.length === splitCount)) || `each replica group must have ${splitCount} ids`,
  },
  infer: ({ operands, splitDimension, concatDimension, splitCount }) =>
    operands.map((x) => {
      const shape = [...x.shape];
      shape[splitDimension] = floorDivDims(shape[splitDimension], splitCount);
      shape[concatDimension] = multiplyDims(shape[concatDimension], splitCount);
      return tensorType(x.element, shape);
    }),
  evaluate: ({ operands, splitDimension, concatDimension, splitCount, replicaGroups, channelHandle }, { process }) => {
    const group = ownGroup('all_to_all', movingGroups(replicaGroups, channelHandle, process), process);
    if (group.length !== splitCount)
      throw failure('evaluation', { op: 'all_to_all', message: `splits into ${splitCount} parts for ${group.length} processes` });
    const offers = meet('all_to_all', channelHandle, group, operands, process) as readonly (readonly Literal[])[];
    const place = placeIn(group, process);
    return operands.map((_, i) =>
      joinAlong(
        offers.map((o) => splitAlong(o[i], splitDimension, splitCount)[place]),
        concatDimension,
      ),
    );
  },
  derivative: {
    linear: 'jointly',
    transpose: {
      operands: ({ operands, cts, splitDimension, concatDimension, splitCount, replicaGroups, channelHandle }, b) =>
        operands.map((_, i) => {
          const ct = cts[i];
          return ct && b.allToAll([ct], { splitDimension: concatDimension, concatDimension: splitDimension, splitCount, replicaGroups, channelHandle })[0];
        }),
    },
  },
  batch: ({ operands, splitDimension, concatDimension, splitCount, replicaGroups, channelHandle, size }, b) =>
    b.allToAll(
      operands.map((x) => batchOf(x, size, b)),
      { splitDimension: splitDimension + 1, concatDimension: concatDimension + 1, splitCount, replicaGroups, channelHandle },
    ),
  lower: () => opaque('all_to_all'),
  traits: { collective: true, sideEffect: true },
});
