/** Batching of convolutions: the batch axis is merged into the input's batch, the kernel's output features, or the groups. */
import type { Methods } from '../../builder/methods.ts';
import type { Value } from '../../builder/value.ts';
import type { Batched } from '../../primitive/index.ts';
import { type Dim, floorDivDims, isStatic, multiplyDims } from '../../types/dim.ts';
import type { ElementType } from '../../types/element.ts';
import { batchOf, splitAxis, tensorTypeOf } from '../values.ts';
import type { ConvolutionNumbers, ConvolutionWindow, Groups } from './convolution-numbers.ts';

export interface BatchedConvolution extends ConvolutionWindow, Groups {
  readonly lhs: Batched;
  readonly rhs: Batched;
  readonly dimensionNumbers: ConvolutionNumbers;
  readonly precisionConfig: readonly ('DEFAULT' | 'HIGH' | 'HIGHEST')[];
  readonly element: ElementType | undefined;
  readonly size: Dim;
}

/** Merges the batch axis 0 of `x` into axis `axis` of an example: inside its `groups` slowest parts. */
function mergeBatch(x: Value, axis: number, groups: number, b: Methods): Value {
  const size = tensorTypeOf(x).shape[0];
  const axisSize = tensorTypeOf(x).shape[axis + 1];
  const split = groups === 1 ? x : splitAxis(x, axis + 1, [groups, floorDivDims(axisSize, groups)], b);
  // [size, ..., (groups,) rest, ...] → [..., (groups,) size, rest, ...] → [..., groups * size * rest, ...]
  const moved = b.moveAxis(split, 0, groups === 1 ? axis : axis + 1);
  const { shape } = tensorTypeOf(moved);
  const last = axis + (groups === 1 ? 2 : 3);
  return b.reshape(moved, { shape: [...shape.slice(0, axis), multiplyDims(size, axisSize), ...shape.slice(last)] });
}

/** Takes the batch out of axis `axis`, where `mergeBatch` put it. */
function splitBatch(x: Value, axis: number, groups: number, size: Dim, b: Methods): Value {
  const whole = tensorTypeOf(x).shape[axis];
  if (groups === 1) return b.moveAxis(splitAxis(x, axis, [size, floorDivDims(whole, size)], b), axis, 0);
  const { shape } = tensorTypeOf(x);
  const rest = floorDivDims(whole, multiplyDims(size, groups));
  const parts = b.reshape(x, { shape: [...shape.slice(0, axis), groups, size, rest, ...shape.slice(axis + 1)] });
  const moved = b.moveAxis(parts, axis + 1, 0);
  return b.reshape(moved, { shape: [size, ...shape.slice(0, axis), multiplyDims(groups, rest), ...shape.slice(axis + 1)] });
}

export function batchConvolution({ lhs, rhs, size, featureGroupCount, batchGroupCount, ...options }: BatchedConvolution, b: Methods): Value | 'loop' {
  const n = options.dimensionNumbers;
  if (!rhs.batched) {
    const result = b.convolution(mergeBatch(lhs.value, n.inputBatchDimension, batchGroupCount, b), rhs.value, {
      ...options,
      featureGroupCount,
      batchGroupCount,
    });
    // A group's batch is [size, examples], in the input and in the result.
    return splitBatch(result, n.outputBatchDimension, 1, size, b);
  }
  const groups = Math.max(featureGroupCount, batchGroupCount);
  if (!lhs.batched) {
    const kernel = mergeBatch(rhs.value, n.kernelOutputFeatureDimension, groups, b);
    return splitBatch(b.convolution(lhs.value, kernel, { ...options, featureGroupCount, batchGroupCount }), n.outputFeatureDimension, groups, size, b);
  }
  if (!isStatic(size)) return 'loop';
  // A group for each example.
  const kernel = mergeBatch(batchOf(rhs, size, b), n.kernelOutputFeatureDimension, 1, b);
  const input = mergeBatch(lhs.value, batchGroupCount > 1 ? n.inputBatchDimension : n.inputFeatureDimension, 1, b);
  const result = b.convolution(input, kernel, {
    ...options,
    featureGroupCount: batchGroupCount > 1 ? 1 : featureGroupCount * size,
    batchGroupCount: batchGroupCount > 1 ? batchGroupCount * size : 1,
  });
  return splitBatch(result, n.outputFeatureDimension, 1, size, b);
}
