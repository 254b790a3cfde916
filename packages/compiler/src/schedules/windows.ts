/**
 * Windows on an operand: axes of the iteration space that move a window (pixels) and axes that move inside it (taps). Where a window meets the
 * operand is a table of offsets, made once when the operation is planned, so padding, dilation and reversal cost nothing in the kernels.
 */
import { type IndexMap, isStatic } from '@millrace/ir';
import type { OperandLayout } from './layout.ts';

/** For each pixel and tap the offset in bytes, or -1 outside the operand. */
export interface WindowTable {
  readonly offsets: Int32Array;
  readonly pixels: number;
  readonly taps: number;
}

/** Larger tables are not made; the operation runs on another device. */
const largestTable = 4 * 1024 * 1024;

export interface WindowMap {
  readonly map: IndexMap;
  readonly operand: OperandLayout;
  /** Sizes of all axes of the iteration space. */
  readonly sizes: readonly number[];
}

/** Axes that move along a dimension together with another axis, or that can leave it. Null where the map is not static. */
export function windowedAxes({ map, operand, sizes }: WindowMap): ReadonlySet<number> | null {
  const found = new Set<number>();
  for (const [dimension, e] of map.entries()) {
    if (e.dynamic !== undefined || !isStatic(e.offset) || !isStatic(e.divisor) || !e.terms.every((t) => isStatic(t.coefficient))) return null;
    const moving = e.terms.filter((t) => sizes[t.axis] > 1);
    const reach = moving.map((t) => (t.coefficient as number) * (sizes[t.axis] - 1));
    const low = reach.reduce((sum, r) => sum + Math.min(r, 0), e.offset);
    const high = reach.reduce((sum, r) => sum + Math.max(r, 0), e.offset);
    const plain = moving.length <= 1 && e.divisor === 1 && low >= 0 && high < operand.shape[dimension];
    if (plain) continue;
    if (moving.length === 0) return null;
    for (const t of moving) found.add(t.axis);
  }
  return found;
}

/** Every coordinate of some axes, first axis slowest. */
function coordinates(axes: readonly number[], sizes: readonly number[], visit: (values: readonly number[]) => void): void {
  const values = new Array<number>(sizes.length).fill(0);
  const walk = (i: number): void => {
    if (i === axes.length) visit(values);
    else for (values[axes[i]] = 0; values[axes[i]] < sizes[axes[i]]; values[axes[i]]++) walk(i + 1);
  };
  walk(0);
}

/** The table for these pixel and tap axes; null where it would be too large. Contributions of other axes are left out. */
export function windowTable({ map, operand, sizes }: WindowMap, pixelAxes: readonly number[], tapAxes: readonly number[]): WindowTable | null {
  const count = (axes: readonly number[]): number => axes.reduce((product, axis) => product * sizes[axis], 1);
  const [pixels, taps] = [count(pixelAxes), count(tapAxes)];
  if (pixels * taps > largestTable) return null;
  const inside = new Set([...pixelAxes, ...tapAxes]);
  const dimensions = map.flatMap((e, dimension): Dimension[] => {
    const terms = e.terms.filter((t) => inside.has(t.axis)).map((t) => ({ axis: t.axis, coefficient: t.coefficient as number }));
    return terms.length === 0
      ? []
      : [{ terms, offset: e.offset as number, divisor: e.divisor as number, size: operand.shape[dimension], stride: operand.strides[dimension] }];
  });
  const axes = [...pixelAxes, ...tapAxes];
  const key = JSON.stringify([dimensions, axes, axes.map((axis) => sizes[axis]), operand.element.bytes]);
  return { offsets: keptOffsets(key, () => offsetsOf(dimensions, axes, sizes, operand.element.bytes, pixels * taps)), pixels, taps };
}

/** Tables that were made, as equal windows recur in a network and every pass that asks for a schedule needs one. Nobody writes to them. */
const kept = new Map<string, Int32Array>();
let keptEntries = 0;

function keptOffsets(key: string, make: () => Int32Array): Int32Array {
  const found = kept.get(key);
  if (found) return found;
  const made = make();
  if (keptEntries + made.length > 4 * largestTable) {
    kept.clear();
    keptEntries = 0;
  }
  kept.set(key, made);
  keptEntries += made.length;
  return made;
}

/** A dimension of the operand that pixels or taps move along. */
interface Dimension {
  readonly terms: readonly { readonly axis: number; readonly coefficient: number }[];
  readonly offset: number;
  readonly divisor: number;
  readonly size: number;
  readonly stride: number;
}

function offsetsOf(dimensions: readonly Dimension[], axes: readonly number[], sizes: readonly number[], bytes: number, count: number): Int32Array {
  const offsets = new Int32Array(count);
  let at = 0;
  coordinates(axes, sizes, (values) => {
    let offset = 0;
    for (const d of dimensions) {
      let position = d.offset;
      for (const t of d.terms) position += t.coefficient * values[t.axis];
      if (position < 0 || position % d.divisor !== 0 || position / d.divisor >= d.size) {
        offset = -1;
        break;
      }
      offset += (position / d.divisor) * d.stride;
    }
    offsets[at++] = offset < 0 ? -1 : offset * bytes;
  });
  return offsets;
}

/** Offset in elements of what the table leaves out: constant positions of dimensions that no pixel or tap axis moves along. */
export function constantOffset({ map, operand }: WindowMap, windowed: ReadonlySet<number>): number {
  return map.reduce((sum, e, d) => (e.terms.some((t) => windowed.has(t.axis)) ? sum : sum + (e.offset as number) * operand.strides[d]), 0);
}
