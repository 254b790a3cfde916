/**
 * Offsets for blocks with known lifetimes: big blocks first, each at the lowest offset where nothing alive at the same time lies. (Y. Pisarchyk
 * and J. Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020: greedy by size.)
 */
import type { Slot } from './slot.ts';

/** Blocks begin at multiples of this, and end with room for one vector that kernels may read and not use. */
export const alignment = 64;
const slack = 16;
export const alignedBytes = (bytes: number): number => Math.ceil((bytes + slack) / alignment) * alignment;

export interface Arena {
  readonly offsets: ReadonlyMap<Slot, number>;
  readonly bytes: number;
  /** The largest sum of blocks that are alive at one step. */
  readonly lowerBound: number;
}

interface Placed {
  readonly slot: Slot;
  readonly start: number;
  readonly end: number;
}

/** Places every slot that a step touches. */
export function placeSlots(slots: Iterable<Slot>): Arena {
  const live = [...slots].filter((s) => s.first >= 0);
  const sorted = [...live].sort((a, b) => b.bytes - a.bytes || a.first - b.first);
  const placed: Placed[] = [];
  const offsets = new Map<Slot, number>();
  let bytes = 0;
  for (const slot of sorted) {
    const size = alignedBytes(slot.bytes);
    let start = 0;
    // `placed` is sorted by start, so the first gap that is large enough is the lowest
    for (const other of placed) {
      if (other.slot.last < slot.first || other.slot.first > slot.last) continue;
      if (start + size <= other.start) break;
      start = Math.max(start, other.end);
    }
    const entry = { slot, start, end: start + size };
    const at = placed.findIndex((p) => p.start > start);
    placed.splice(at < 0 ? placed.length : at, 0, entry);
    offsets.set(slot, start);
    bytes = Math.max(bytes, entry.end);
  }
  return { offsets, bytes, lowerBound: lowerBoundOf(live) };
}

function lowerBoundOf(slots: readonly Slot[]): number {
  const changes = new Map<number, number>();
  const change = (at: number, by: number): void => void changes.set(at, (changes.get(at) ?? 0) + by);
  for (const s of slots) {
    change(s.first, s.bytes);
    change(s.last + 1, -s.bytes);
  }
  let [now, most] = [0, 0];
  for (const at of [...changes.keys()].sort((a, b) => a - b)) {
    now += changes.get(at) as number;
    most = Math.max(most, now);
  }
  return most;
}
