/** Strided views as numbers: strides through index maps, and iteration spaces with as few axes as the strides allow. */
import type { IndexMap } from '@millrace/ir';

/** An iteration space and the strides of each operand in it, in elements. */
export interface Geometry {
  readonly sizes: readonly number[];
  /** By operand, then by axis. */
  readonly strides: readonly (readonly number[])[];
}

/** Drops axes of size 1 and joins neighbors that every operand walks as one. The order of elements stays. */
export function coalesce(shape: readonly number[], strides: readonly (readonly number[])[]): Geometry {
  const sizes: number[] = [];
  const joined: number[][] = strides.map(() => []);
  for (let axis = 0; axis < shape.length; axis++) {
    if (shape[axis] === 1) continue;
    const last = sizes.length - 1;
    const joins = last >= 0 && strides.every((s, k) => joined[k][last] === s[axis] * shape[axis]);
    if (joins) {
      sizes[last] *= shape[axis];
      for (let k = 0; k < strides.length; k++) joined[k][last] = strides[k][axis];
    } else {
      sizes.push(shape[axis]);
      for (let k = 0; k < strides.length; k++) joined[k].push(strides[k][axis]);
    }
  }
  return { sizes, strides: joined };
}

/** An operand's position as a linear function of the iteration space's coordinates. */
export interface LinearView {
  /** One an axis of the iteration space. */
  readonly strides: readonly number[];
  /** In elements, to add to the operand's own offset. */
  readonly offset: number;
}

/** The view of an operand with `strides` through a map without divisors and data-dependent starts; null where the map has some. */
export function viewThrough(map: IndexMap, strides: readonly number[], rank: number): LinearView | null {
  const result = new Array<number>(rank).fill(0);
  let offset = 0;
  for (let dimension = 0; dimension < map.length; dimension++) {
    const { terms, offset: start, divisor, dynamic } = map[dimension];
    if (divisor !== 1 || dynamic !== undefined) return null;
    offset += (start as number) * strides[dimension];
    for (const { axis, coefficient } of terms) result[axis] += (coefficient as number) * strides[dimension];
  }
  return { strides: result, offset };
}

/** Whether strides are those of a row-major array of this shape; strides of axes of size 1 do not matter. */
export function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis];
  }
  return true;
}

/** How many different elements a view touches: the product of the sizes of axes that move. */
export function touchedElements(shape: readonly number[], strides: readonly number[]): number {
  let count = 1;
  for (let axis = 0; axis < shape.length; axis++) if (strides[axis] !== 0) count *= shape[axis];
  return count;
}
