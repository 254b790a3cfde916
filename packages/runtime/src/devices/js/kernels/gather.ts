/** `gather`: one window of the operand for each index vector, moved inside where it does not fit. */
import { compileSource, moveManyRunsSource, moveManySource, planNest } from '@millrace/compiler';
import { identityMap, staticShape, stridesOf, type TypedArray } from '@millrace/ir';
import { rawElement } from '../../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../../device.ts';
import { gatherNumbersOf, readWindows, windowAxes } from './windows-of-indices.ts';

type Loop = (geometry: readonly number[], count: number, from: Float64Array, to: Float64Array, x: TypedArray, y: TypedArray) => void;

const shortestRun = 24;

export function gatherKernel({ attributes, operands, results }: KernelRequest): Kernel | null {
  const [operand, indices] = operands;
  const n = gatherNumbersOf(attributes);
  const sizes = attributes.sliceSizes as readonly number[] | undefined;
  if (!sizes) return null;
  const shape = staticShape(operand);
  const out = staticShape(results[0]);
  const outStrides = stridesOf(out);
  const kept = windowAxes(shape.length, n);
  const batchAxes = out.map((_, axis) => axis).filter((axis) => !n.offsetDims.includes(axis));
  const window = kept.map((axis) => sizes[axis]);
  const targetStrides = n.offsetDims.map((axis) => outStrides[axis]);
  const element = rawElement(operand.element);
  const fixed = new Set(n.operandBatchingDims);
  return (inputs, outputs) => {
    const [source] = inputs;
    const strides = source.strides ?? stridesOf(shape);
    const windows = readWindows(inputs[1], indices, shape.length, n);
    const from = new Float64Array(windows.count);
    const to = new Float64Array(windows.count);
    for (let w = 0; w < windows.count; w++) {
      let at = source.offset;
      for (let axis = 0; axis < shape.length; axis++) {
        const start = windows.starts[w * shape.length + axis];
        at += (fixed.has(axis) ? start : Math.min(Math.max(start, 0), shape[axis] - sizes[axis])) * strides[axis];
      }
      from[w] = at;
      let target = 0;
      for (let i = 0; i < batchAxes.length; i++) target += windows.batches[w * windows.batchRank + i] * outStrides[batchAxes[i]];
      to[w] = target;
    }
    const map = identityMap(window.length);
    const sourceStrides = kept.map((axis) => strides[axis]);
    const plan = planNest(
      window,
      window.map(() => 0),
      [
        { map, shape: window, strides: sourceStrides, offset: 0 },
        { map, shape: window, strides: targetStrides, offset: 0 },
      ],
      0,
    );
    const last = plan.structure.axes - 1;
    const inRuns = last >= 0 && plan.steps[0][last] === 1 && plan.steps[1][last] === 1 && plan.sizes[last] >= shortestRun;
    const loop = compileSource<Loop>((inRuns ? moveManyRunsSource : moveManySource)(element, plan.structure)) as Loop;
    loop(plan.geometry, windows.count, from, to, source.data, outputs[0]);
  };
}
