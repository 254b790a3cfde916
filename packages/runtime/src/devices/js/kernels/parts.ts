/** Real and complex tensors as f64 arrays of their real and imaginary parts, for kernels that compute in f64 and round once. */
import type { TensorType, TypedArray } from '@millrace/ir';
import { lineLoader, lineStorer } from './lines.ts';

/** Parts in row-major order; `im` is null for real numbers. */
export interface Parts {
  readonly re: Float64Array;
  readonly im: Float64Array | null;
}

export const newParts = (count: number, isComplex: boolean): Parts => ({ re: new Float64Array(count), im: isComplex ? new Float64Array(count) : null });

/** The elements of row-major data. */
export function partsOf({ element, size }: TensorType, data: TypedArray): Parts {
  const parts = newParts(size, element.lanes === 2);
  const load = lineLoader(element.part ?? element);
  load(data, 0, element.lanes, size, parts.re);
  if (parts.im) load(data, 1, 2, size, parts.im);
  return parts;
}

/** Stores parts as elements, each part rounded once; real parts alone where the type is real. */
export function storeParts({ re, im }: Parts, { element, size }: TensorType, out: TypedArray): void {
  const store = lineStorer(element.part ?? element);
  store(re, size, out, 0, element.lanes);
  if (element.lanes === 2) store(im ?? new Float64Array(size), size, out, 1, 2);
}
