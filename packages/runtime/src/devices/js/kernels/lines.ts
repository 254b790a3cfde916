/** Kernels over lines along one axis: each line is computed in f64 and rounded once, as the evaluator does. */
import { compileSource, loadLineSource, storeLineSource } from '@millrace/compiler';
import { type ElementType, staticShape, stridesOf, type TensorType, type TypedArray } from '@millrace/ir';
import { contiguous } from '../../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../../device.ts';
import { rowStarts } from './sort.ts';

type Load = (x: TypedArray, start: number, step: number, n: number, line: Float64Array) => void;
type Store = (line: Float64Array, n: number, y: TypedArray, start: number, step: number) => void;

export const lineLoader = (element: ElementType): Load => compileSource<Load>(loadLineSource(element)) as Load;
export const lineStorer = (element: ElementType): Store => compileSource<Store>(storeLineSource(element)) as Store;

/** Computes one line of the result in place of `out` from lines of the operands (those along the axis, then one number for each of the others). */
export type LineFunction = (n: number, out: Float64Array, lines: readonly Float64Array[], row: readonly number[]) => void;

/**
 * A kernel whose first `whole` operands have lines along `axis` and whose other operands have one element for each line. The result has lines, or
 * one element for each line where `perLine` holds; then it is `out[0]`.
 */
export function lineKernel({ operands, results }: KernelRequest, axis: number, whole: number, perLine: boolean, compute: LineFunction): Kernel | null {
  if (operands.some((t) => t.element.lanes !== 1) || results[0].element.lanes !== 1) return null;
  const shape = staticShape(operands[0]);
  const n = shape[axis];
  const step = stridesOf(shape)[axis];
  const starts = rowStarts(shape, axis);
  const loaders = operands.map((t) => lineLoader(t.element));
  const store = lineStorer(results[0].element);
  return (inputs, [y]) => {
    const data = operands.map((type, k) => contiguous(inputs[k], type));
    const lines = Array.from({ length: whole }, () => new Float64Array(n));
    const single = new Float64Array(1);
    const row = new Array<number>(operands.length - whole).fill(0);
    const out = new Float64Array(Math.max(n, 1));
    const rows = n === 0 ? results[0].size : starts.length;
    for (let r = 0; r < rows; r++) {
      for (let k = 0; k < whole; k++) loaders[k](data[k], starts[r], step, n, lines[k]);
      for (let k = whole; k < operands.length; k++) {
        loaders[k](data[k], r, 1, 1, single);
        row[k - whole] = single[0];
      }
      compute(n, out, lines, row);
      if (perLine) store(out, 1, y, r, 1);
      else store(out, n, y, starts[r], step);
    }
  };
}

/** The elements of an operand as numbers. */
export function numbersOf(type: TensorType, data: TypedArray): Float64Array {
  const out = new Float64Array(type.size);
  lineLoader(type.element)(data, 0, 1, type.size, out);
  return out;
}
