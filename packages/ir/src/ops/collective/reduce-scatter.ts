import { opaque } from '../../algebra/index.ts';
import { failure } from '../../errors/index.ts';
import { anyTensor, attr, definePrimitive, type Primitive, withDefault } from '../../primitive/index.ts';
import { combinerOf } from '../../program/combiner-match.ts';
import { sameDim } from '../../types/dim.ts';
import type { Literal } from '../../types/literal.ts';
import { showShape, type TensorType, tensorType } from '../../types/type.ts';
import { bodyElements, combinesElements } from '../regions.ts';
import { batchOf } from '../values.ts';
import { combineAll, splitAlong } from './elements.ts';
import { channelAttribute, channelOf, coverIds, meet, ownGroup, placeIn, reducingGroups } from './groups.ts';

/**
 * Combines the operands of all processes of a group, cuts the result along one axis and gives each process its part.
 * Source: StableHLO specification, reduce_scatter.
 */
export const reduceScatter: Primitive = definePrimitive({
  name: 'stablehlo.reduce_scatter',
  operands: { operand: anyTensor },
  attributes: {
    scatterDimension: attr.int(),
    replicaGroups: attr.matrix(),
    channelHandle: channelAttribute,
    useGlobalDeviceIds: withDefault(attr.boolean({ mlir: 'unit' }), false),
    shape: attr.resultShape(),
  },
  regions: { computation: 'one' },
  constraints: {
    c1: ({ operand, shape, scatterDimension: axis }) => {
      const [from, to] = [operand.shape[axis], shape[axis]];
      return (
        typeof from !== 'number' ||
        typeof to !== 'number' ||
        to === 0 ||
        from % to === 0 ||
        `size ${from} of the scattered axis must be a multiple of the result's ${to}`
      );
    },
    c2: ({ operand, scatterDimension }) =>
      (scatterDimension >= 0 && scatterDimension < operand.rank) || `scatterDimension ${scatterDimension} must be an axis of ${showShape(operand.shape)}`,
    c3: ({ replicaGroups }) => coverIds(replicaGroups),
    c6: ({ useGlobalDeviceIds, channelHandle }) => !useGlobalDeviceIds || channelOf(channelHandle) > 0 || 'useGlobalDeviceIds needs a channel above 0',
    c7: ({ operand, computation }) => combinesElements('computation', computation, [operand]),
    c8: ({ operand, shape, scatterDimension }) =>
      (shape.length === operand.rank && shape.every((d, i) => i === scatterDimension || sameDim(d, operand.shape[i]))) ||
      `the result ${showShape(shape)} must have the operand's sizes ${showShape(operand.shape)} except on the scattered axis`,
  },
  infer: ({ shape, computation }) => tensorType(bodyElements(computation)[0], shape),
  evaluate: ({ operand, computation, scatterDimension, replicaGroups, channelHandle, useGlobalDeviceIds }, { process, resultTypes }) => {
    const group = ownGroup('reduce_scatter', reducingGroups({ replicaGroups, channelHandle, useGlobalDeviceIds }, process), process);
    const offers = meet('reduce_scatter', channelHandle, group, [operand], process) as readonly (readonly Literal[])[];
    const whole = combineAll(
      offers.map((o) => o[0]),
      computation,
      (resultTypes[0] as TensorType).element,
    );
    const size = operand.type.shape[scatterDimension] as number;
    if (size % group.length !== 0) throw failure('evaluation', { op: 'reduce_scatter', message: `size ${size} cannot be cut into ${group.length} parts` });
    return splitAlong(whole, scatterDimension, group.length)[placeIn(group, process)];
  },
  derivative: {
    vjp: ({ operand, ct, computation, scatterDimension, replicaGroups, channelHandle, useGlobalDeviceIds }, b) => {
      if (combinerOf(computation.program) !== 'add')
        throw failure('not-differentiable', { op: 'reduce_scatter', message: 'has a derivative only where it adds' });
      return { operand: b.allGather([ct], { allGatherDim: scatterDimension, replicaGroups, channelHandle, useGlobalDeviceIds, types: [operand.type] })[0] };
    },
  },
  batch: ({ operand, computation, scatterDimension, replicaGroups, channelHandle, useGlobalDeviceIds, shape, size }, b) =>
    b.reduceScatter(batchOf(operand, size, b), {
      scatterDimension: scatterDimension + 1,
      replicaGroups,
      channelHandle,
      useGlobalDeviceIds,
      shape: [size, ...shape],
      computation,
    }),
  lower: () => opaque('reduce_scatter'),
  traits: { collective: true, sideEffect: true },
});
