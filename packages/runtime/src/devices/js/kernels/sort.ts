/** `sort`: a stable merge sort of positions along one axis, then one pass that moves every input. */
import { compileSource, sortSource } from '@millrace/compiler';
import { staticShape, stridesOf, type TypedArray } from '@millrace/ir';
import { contiguous } from '../../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../../device.ts';
import { captureArguments, elementsOf, regionOf } from './captures.ts';

type Loop = (...args: unknown[]) => void;

export function sortKernel(request: KernelRequest): Kernel | null {
  const { operands, attributes } = request;
  const count = operands.length;
  const shape = staticShape(operands[0]);
  const axis = ((attributes.dimension as number) + shape.length) % shape.length;
  const comparator = regionOf(request.regions[0], 2 * count);
  const source = sortSource(elementsOf(request, 0, count), comparator);
  if (source === null) return null;
  const n = shape[axis];
  const step = stridesOf(shape)[axis];
  const rows = rowStarts(shape, axis);
  return (inputs, outputs) => {
    const data = operands.map((type, k) => contiguous(inputs[k], type));
    const done = (row: number, order: Int32Array): void => {
      outputs.forEach((y, k) => {
        take(data[k], y, rows[row], step, order, n, operands[k].element.lanes);
      });
    };
    const loop = compileSource<Loop>(source) as Loop;
    loop(rows.length, n, step, rows, new Int32Array(n), new Int32Array(n), done, ...data, ...captureArguments(inputs, count, comparator.captures));
  };
}

/** The flat place of the first element of each row along `axis`, in row-major order of the other axes. */
export function rowStarts(shape: readonly number[], axis: number): Float64Array {
  const outer = shape.slice(0, axis).reduce((product, d) => product * d, 1);
  const inner = shape.slice(axis + 1).reduce((product, d) => product * d, 1);
  const starts = new Float64Array(shape[axis] === 0 ? 0 : outer * inner);
  for (let i = 0, at = 0; i < outer; i++) for (let j = 0; j < inner && at < starts.length; j++) starts[at++] = i * shape[axis] * inner + j;
  return starts;
}

function take(x: TypedArray, y: TypedArray, start: number, step: number, order: Int32Array, n: number, lanes: number): void {
  for (let i = 0; i < n; i++) {
    const to = (start + i * step) * lanes;
    const from = (start + order[i] * step) * lanes;
    for (let lane = 0; lane < lanes; lane++) y[to + lane] = x[from + lane];
  }
}
