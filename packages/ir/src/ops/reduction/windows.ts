/** Windows that slide over a tensor: their number, and the elements that each of them covers. Shared by reductions over windows and convolutions. */
import { coordinatesOf } from '../../evaluate/index-space.ts';
import { addDims, type Dim, dimAtLeast, floorDivDims, isStatic, maxDims, multiplyDims } from '../../types/dim.ts';
import { type Shape, showShape } from '../../types/type.ts';

/** One entry an axis. */
export interface Windows {
  readonly dimensions: readonly number[];
  readonly strides: readonly number[];
  readonly baseDilations: readonly number[];
  readonly windowDilations: readonly number[];
  /** Low and high, also negative. */
  readonly padding: readonly (readonly number[])[];
}

/** The size of `size` elements with `dilation` - 1 gaps between neighbors. */
export function dilatedSize(size: Dim, dilation: number): Dim {
  if (dilation === 1) return size;
  if (isStatic(size)) return size === 0 ? 0 : (size - 1) * dilation + 1;
  return maxDims(addDims(multiplyDims(size, dilation), 1 - dilation), 0);
}

/** How many windows of `window` (dilated) elements fit in a padded size, one every `stride`. */
export function windowCount(padded: Dim, window: number, stride: number): Dim {
  if (isStatic(padded)) return padded <= 0 || window > padded ? 0 : Math.floor((padded - window) / stride) + 1;
  dimAtLeast(padded, window); // becomes a guard: a smaller size has no windows and another formula
  return addDims(floorDivDims(addDims(padded, -window), stride), 1);
}

/** The shape of the tensor of windows. */
export const windowedShape = (shape: Shape, w: Windows): Dim[] =>
  shape.map((d, axis) => {
    const padded = addDims(dilatedSize(d, w.baseDilations[axis]), w.padding[axis][0] + w.padding[axis][1]);
    return windowCount(padded, dilatedSize(w.dimensions[axis], w.windowDilations[axis]) as number, w.strides[axis]);
  });

/** The elements of one window in row-major order: a coordinate of the operand, or null where padding or a gap lies. The array is reused. */
export function* windowElements(window: readonly number[], shape: readonly number[], w: Windows): Generator<number[] | null> {
  const source = new Array<number>(shape.length);
  for (const k of coordinatesOf(w.dimensions)) {
    let inside = true;
    for (let axis = 0; axis < shape.length; axis++) {
      const at = (window[axis] * w.strides[axis] + k[axis] * w.windowDilations[axis] - w.padding[axis][0]) / w.baseDilations[axis];
      source[axis] = at;
      if (!Number.isInteger(at) || at < 0 || at >= shape[axis]) inside = false;
    }
    yield inside ? source : null;
  }
}

/** The same windows on a batch, whose axis is first. */
export const batchedWindows = (w: Windows): Windows => ({
  dimensions: [1, ...w.dimensions],
  strides: [1, ...w.strides],
  baseDilations: [1, ...w.baseDilations],
  windowDilations: [1, ...w.windowDilations],
  padding: [[0, 0], ...w.padding],
});

/** What is wrong with a list of one entry an axis, or true. */
export const entryForEachAxis = (name: string, list: readonly unknown[], rank: number): true | string =>
  list.length === rank || `${name} must have ${rank} entries, one for each axis; got ${list.length}`;
export const allPositive = (name: string, list: readonly number[]): true | string =>
  list.every((d) => d > 0) || `${name} must be positive; got ${showShape(list)}`;
export const pairForEachAxis = (padding: readonly (readonly number[])[], rank: number): true | string =>
  (padding.length === rank && padding.every((p) => p.length === 2)) || `padding must have shape [${rank}, 2]`;
