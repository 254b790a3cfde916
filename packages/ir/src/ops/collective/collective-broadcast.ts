import { opaque } from '../../algebra/index.ts';
import { failure } from '../../errors/index.ts';
import { type Arg, anyTensor, attr, definePrimitive, type Primitive, variadic, withDefault } from '../../primitive/index.ts';
import { i32 } from '../../types/element.ts';
import { elementAt, type Literal } from '../../types/literal.ts';
import { zerosOf } from './elements.ts';
import { channelAttribute, groupOf, meet, movingGroups, uniqueIds } from './groups.ts';

/** Operands without the roots that come last where they are dynamic. */
export const dataOf = <T>(operands: readonly T[], hasDynamicRoot: boolean): readonly T[] => (hasDynamicRoot ? operands.slice(0, -1) : operands);

/** c: the last operand holds a root for each of the others. */
export function rootsFit(operands: readonly Arg[], hasDynamicRoot: boolean): true | string {
  if (!hasDynamicRoot) return operands.length >= 1 || 'at least one operand is needed';
  if (operands.length < 2) return 'dynamic roots need at least one operand before them';
  const roots = operands[operands.length - 1];
  return (
    (roots.element === i32 && roots.rank === 1 && roots.shape[0] === operands.length - 1) ||
    `the roots must be tensor<${operands.length - 1}xi32>; got ${roots.type}`
  );
}

/** Place in the group of the process that operand `index` comes from. */
export function rootOf(op: string, operands: readonly Literal[], hasDynamicRoot: boolean, index: number, groupSize: number): number {
  const root = hasDynamicRoot ? Number(elementAt(operands[operands.length - 1], index)) : 0;
  if (root < 0 || root >= groupSize) throw failure('evaluation', { op, message: `root ${root} is not within a group of ${groupSize} (c6)` });
  return root;
}

/** Sends operands from one process of each group to all of it; processes outside all groups get zeros. Source: StableHLO specification, collective_broadcast. */
export const collectiveBroadcast: Primitive = definePrimitive({
  name: 'stablehlo.collective_broadcast',
  operands: { operands: variadic(anyTensor) },
  attributes: { replicaGroups: attr.matrix(), channelHandle: channelAttribute, hasDynamicRoot: withDefault(attr.boolean(), false) },
  results: 'variadic',
  constraints: {
    c1: ({ replicaGroups }) => uniqueIds(replicaGroups),
    c4: ({ operands, hasDynamicRoot }) => rootsFit(operands, hasDynamicRoot),
  },
  infer: ({ operands, hasDynamicRoot }) => dataOf(operands, hasDynamicRoot).map((x) => x.type),
  evaluate: ({ operands, replicaGroups, channelHandle, hasDynamicRoot }, { process }) => {
    const data = dataOf(operands, hasDynamicRoot);
    const group = groupOf(movingGroups(replicaGroups, channelHandle, process), process);
    if (!group) return data.map((x) => zerosOf(x.type));
    const offers = meet('collective_broadcast', channelHandle, group, operands, process) as readonly (readonly Literal[])[];
    return data.map((_, i) => offers[rootOf('collective_broadcast', operands, hasDynamicRoot, i, group.length)][i]);
  },
  derivative: 'none',
  batch: 'none',
  lower: () => opaque('collective_broadcast'),
  traits: { collective: true, sideEffect: true },
});
