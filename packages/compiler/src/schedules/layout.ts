/** How operands lie in memory, and how the axes of a loop nest fold together. */
import { type ElementType, type IndexMap, isStatic, stridesOf } from '@millrace/ir';

/** A dense block of elements seen through strides (in elements): row-major, broadcast (stride 0) or permuted. */
export interface OperandLayout {
  readonly element: ElementType;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

export const rowMajor = (element: ElementType, shape: readonly number[]): OperandLayout => ({ element, shape, strides: stridesOf(shape) });
export const elementCount = (shape: readonly number[]): number => shape.reduce((product, d) => product * d, 1);

/** Elements between the first and the last that a layout reaches, both included: what must be in memory. */
export function extentOf({ shape, strides }: Pick<OperandLayout, 'shape' | 'strides'>): number {
  if (shape.includes(0)) return 0;
  return shape.reduce((last, d, axis) => last + (d - 1) * strides[axis], 1);
}

/** Whether a layout is row-major without gaps. Axes of size 1 may have any stride. */
export function isRowMajor({ shape, strides }: Pick<OperandLayout, 'shape' | 'strides'>): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis];
  }
  return true;
}

/** A stream through memory: its step along each axis of an iteration space, in elements, from a first position. */
export interface Stream {
  readonly strides: readonly number[];
  readonly start: number;
}

/** How an operand is read through an affine index map; null where the map divides or is not static. */
export function streamOf(map: IndexMap, layout: OperandLayout, rank: number): Stream | null {
  const strides = new Array<number>(rank).fill(0);
  let start = 0;
  for (let i = 0; i < map.length; i++) {
    const { terms, offset, divisor, dynamic } = map[i];
    if (divisor !== 1 || dynamic !== undefined || !isStatic(offset)) return null;
    start += offset * layout.strides[i];
    for (const { axis, coefficient } of terms) {
      if (!isStatic(coefficient)) return null;
      strides[axis] += coefficient * layout.strides[i];
    }
  }
  return { strides, start };
}

/** A loop nest: sizes, outermost first, and for each stream its strides. */
export interface Nest {
  readonly sizes: readonly number[];
  readonly strides: readonly (readonly number[])[];
}

/** Drops axes of size 1 and merges neighbors that every stream walks as one. */
export function collapse(sizes: readonly number[], strides: readonly (readonly number[])[]): Nest {
  const kept: number[] = [];
  const steps: number[][] = strides.map(() => []);
  sizes.forEach((size, axis) => {
    if (size === 1) return;
    const last = kept.length - 1;
    if (last >= 0 && strides.every((s, i) => steps[i][last] === s[axis] * size)) {
      kept[last] *= size;
      for (let i = 0; i < strides.length; i++) steps[i][last] = strides[i][axis];
    } else {
      kept.push(size);
      for (let i = 0; i < strides.length; i++) steps[i].push(strides[i][axis]);
    }
  });
  if (kept.length > 0) return { sizes: kept, strides: steps };
  return { sizes: [1], strides: strides.map(() => [1]) };
}
