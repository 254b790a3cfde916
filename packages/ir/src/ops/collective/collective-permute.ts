import { opaque } from '../../algebra/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive } from '../../primitive/index.ts';
import type { Literal } from '../../types/literal.ts';
import { zerosOf } from './elements.ts';
import { channelAttribute, channelOf, crossPartition, crossReplica, type ProcessId } from './groups.ts';

/** Sends the operand from the source to the target of each pair; a process that is no target gets zeros. Source: StableHLO specification, collective_permute. */
export const collectivePermute: Primitive = definePrimitive({
  name: 'stablehlo.collective_permute',
  operands: { operand: anyTensor },
  attributes: { sourceTargetPairs: attr.matrix(), channelHandle: channelAttribute },
  constraints: {
    c1: ({ sourceTargetPairs }) => sourceTargetPairs.every((p) => p.length === 2) || 'sourceTargetPairs must hold pairs',
    c2: ({ sourceTargetPairs }) => new Set(sourceTargetPairs.map((p) => p[0])).size === sourceTargetPairs.length || 'sources must be unique',
    c3: ({ sourceTargetPairs }) => new Set(sourceTargetPairs.map((p) => p[1])).size === sourceTargetPairs.length || 'targets must be unique',
    c4: ({ sourceTargetPairs }) => sourceTargetPairs.flat().every((id) => id >= 0) || 'ids must not be negative',
  },
  infer: ({ operand }) => operand.type,
  evaluate: ({ operand, sourceTargetPairs, channelHandle }, { process }) => {
    const strategy = channelOf(channelHandle) > 0 ? crossPartition : crossReplica;
    const pairs = sourceTargetPairs.length === 0 ? [] : strategy(sourceTargetPairs, process);
    const isSelf = ([replica, partition]: ProcessId): boolean => replica === process.replicaId && partition === process.partitionId;
    const name = (pair: readonly ProcessId[]): string =>
      `collective_permute on channel ${channelOf(channelHandle)} from ${pair[0].join()} to ${pair[1].join()}`;
    // Sources do not wait: a process that is source and target of different pairs would wait for itself.
    for (const pair of pairs) if (isSelf(pair[0])) process.send(name(pair), [operand]);
    const incoming = pairs.find((pair) => isSelf(pair[1]));
    return incoming ? (process.receive(name(incoming))[0] as Literal) : zerosOf(operand.type);
  },
  derivative: {
    linear: 'jointly',
    transpose: {
      operand: ({ sourceTargetPairs, channelHandle, ct }, b) =>
        b.collectivePermute(ct, { sourceTargetPairs: sourceTargetPairs.map(([source, target]) => [target, source]), channelHandle }),
    },
  },
  batch: ({ operand, sourceTargetPairs, channelHandle }, b) => b.collectivePermute(operand.value, { sourceTargetPairs, channelHandle }),
  lower: () => opaque('collective_permute'),
  traits: { collective: true, sideEffect: true },
});
