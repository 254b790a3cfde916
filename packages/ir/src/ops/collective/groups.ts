/** Process groups: how collective operations split the grid. Source: StableHLO specification, "Collective ops". */
import { failure } from '../../errors/index.ts';
import type { EvalValue, ProcessContext } from '../../evaluate/context.ts';
import { type AttributeSpec, absentOr, attr } from '../../primitive/index.ts';

/** [replica, partition]. */
export type ProcessId = readonly [number, number];
export type Groups = readonly (readonly number[])[];

export interface ChannelHandle {
  readonly handle: number;
  readonly type: number;
}

/** `#stablehlo.channel_handle<handle = 1, type = 0>`. */
export const channelAttribute: AttributeSpec<ChannelHandle | undefined> = absentOr(
  attr.record({ handle: attr.int(), type: attr.int() }, { mlir: 'channel_handle' }),
);

export const channelOf = (channel: ChannelHandle | undefined): number => channel?.handle ?? 0;

/** c: channels between devices have type 1, those to or from the host `host`. */
export function channelFits(channel: ChannelHandle | undefined, isHostTransfer: boolean, host: number): true | string {
  const wanted = isHostTransfer ? host : 1;
  return (
    channel === undefined || channel.type === wanted || `the channel's type must be ${wanted} where isHostTransfer is ${isHostTransfer}; got ${channel.type}`
  );
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Rows without the -1 that pads shorter ones; no rows at all mean one group of all. */
const rowsOf = (groups: Groups, all: number): Groups => (groups.every((g) => g.length === 0) ? [upTo(all)] : groups.map((g) => g.filter((id) => id >= 0)));

export const crossReplica = (groups: Groups, p: ProcessContext): ProcessId[][] =>
  rowsOf(groups, p.replicas).flatMap((group) => upTo(p.partitions).map((partition) => group.map((replica): ProcessId => [replica, partition])));

export const crossPartition = (groups: Groups, p: ProcessContext): ProcessId[][] =>
  rowsOf(groups, p.partitions).flatMap((group) => upTo(p.replicas).map((replica) => group.map((partition): ProcessId => [replica, partition])));

export const crossReplicaAndPartition = (groups: Groups, p: ProcessContext): ProcessId[][] =>
  rowsOf(groups, p.replicas).map((group) => upTo(p.partitions).flatMap((partition) => group.map((replica): ProcessId => [replica, partition])));

export const flattenedIds = (groups: Groups, p: ProcessContext): ProcessId[][] =>
  rowsOf(groups, p.replicas * p.partitions).map((group) => group.map((id): ProcessId => [Math.floor(id / p.partitions), id % p.partitions]));

export interface GroupAttributes {
  readonly replicaGroups: Groups;
  readonly channelHandle: ChannelHandle | undefined;
  readonly useGlobalDeviceIds: boolean;
}

/** Groups of all_gather, all_reduce and reduce_scatter. */
export function reducingGroups({ replicaGroups, channelHandle, useGlobalDeviceIds }: GroupAttributes, p: ProcessContext): ProcessId[][] {
  if (channelOf(channelHandle) <= 0) return crossReplica(replicaGroups, p);
  return useGlobalDeviceIds ? flattenedIds(replicaGroups, p) : crossReplicaAndPartition(replicaGroups, p);
}

/** Groups of the other collective operations. */
export const movingGroups = (groups: Groups, channel: ChannelHandle | undefined, p: ProcessContext): ProcessId[][] =>
  channelOf(channel) > 0 ? crossPartition(groups, p) : crossReplica(groups, p);

const isSelf = ([replica, partition]: ProcessId, p: ProcessContext): boolean => replica === p.replicaId && partition === p.partitionId;

/** The group that the process belongs to. */
export const groupOf = (groups: readonly (readonly ProcessId[])[], p: ProcessContext): readonly ProcessId[] | undefined =>
  groups.find((group) => group.some((id) => isSelf(id, p)));

export const placeIn = (group: readonly ProcessId[], p: ProcessContext): number => group.findIndex((id) => isSelf(id, p));

/** The group of a process, where every process must have one. */
export function ownGroup(op: string, groups: readonly (readonly ProcessId[])[], p: ProcessContext): readonly ProcessId[] {
  const group = groupOf(groups, p);
  if (!group) throw failure('evaluation', { op, message: `replica groups leave out process (${p.replicaId}, ${p.partitionId})` });
  const outside = group.find(([replica, partition]) => replica >= p.replicas || partition >= p.partitions);
  if (outside) throw failure('evaluation', { op, message: `process (${outside.join(', ')}) is not in the grid of ${p.replicas} x ${p.partitions}` });
  return group;
}

/** What each member of a group offers, in the group's order. */
export const meet = (
  op: string,
  channel: ChannelHandle | undefined,
  group: readonly ProcessId[],
  operands: readonly EvalValue[],
  p: ProcessContext,
): readonly (readonly EvalValue[])[] => p.exchange(`${op} on channel ${channelOf(channel)}`, group, operands);

/** c: ids are unique, and none is negative except -1 as padding. */
export function uniqueIds(groups: Groups): true | string {
  const ids = groups.flat().filter((id) => id !== -1);
  const negative = ids.find((id) => id < 0);
  if (negative !== undefined) return `ids must not be negative; got ${negative}`;
  return new Set(ids).size === ids.length || 'ids must be unique';
}

/** c: the groups cover all processes: with n ids, each from 0 to n - 1 once. `padded`: rows may end in -1. */
export function coverIds(groups: Groups, padded: boolean = false): true | string {
  const unique = uniqueIds(groups);
  if (unique !== true) return unique;
  const ids = groups.flat().filter((id) => !padded || id !== -1);
  if (ids.includes(-1)) return 'ids must not be negative; got -1';
  const missing = ids.findIndex((_, i) => !ids.includes(i));
  return missing < 0 || `id ${missing} is in no group`;
}
