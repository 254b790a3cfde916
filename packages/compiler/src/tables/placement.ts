/** Which results may be written into their states at once. */
import type { ProgramValue, TensorType } from '@millrace/ir';
import type { Frame } from './frame.ts';
import { type Slot, shapeOf } from './slot.ts';
import { type Alike, type Work, walkedAlike } from './work.ts';

/**
 * A state is written by the operation that computes its new value where the old value is dead by then and nothing behind it can fail; all other
 * new values are copied in when every step has run (notes N4).
 */
export class Placement {
  readonly #targets: ReadonlyMap<ProgramValue, Slot>;
  readonly #frame: Frame | null;
  /** Index of the last operation that may raise. */
  readonly #lastFailing: number;
  readonly #written: Set<Slot> = new Set();

  constructor(frame: Frame | null = null, targets: ReadonlyMap<ProgramValue, Slot> = new Map(), lastFailing: number = -1) {
    this.#frame = frame;
    this.#targets = targets;
    this.#lastFailing = lastFailing;
  }

  /** The states that operations wrote. */
  get written(): ReadonlySet<Slot> {
    return this.#written;
  }

  stateFor({ frame, index, operands }: Work, value: ProgramValue, alike: Alike): Slot | null {
    const slot = this.#targets.get(value);
    if (!slot || frame !== this.#frame || index < this.#lastFailing || this.#written.has(slot) || !frame.isFreeAfter(slot, index)) return null;
    const type = value.type as TensorType;
    const safe = operands.every((o, i) => o.slot !== slot || (alike(i) && walkedAlike(o, shapeOf(type), type.element.bytes)));
    if (!safe) return null;
    this.#written.add(slot);
    return slot;
  }
}
