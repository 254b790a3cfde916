/** What the parts of the planner hand to each other. */
import type { Lowered, Operation, TensorType } from '@millrace/ir';
import type { Frame } from './frame.ts';
import { isWhole, type Slot, type View } from './slot.ts';
import type { Origin, Step } from './steps.ts';

/** One operation at work. */
export interface Work {
  readonly frame: Frame;
  readonly operation: Operation;
  readonly index: number;
  readonly lowered: Lowered;
  readonly operands: readonly View[];
  readonly origin: Origin;
}

/** Whether an operation reads each element of its operand `i` before it writes the same element of a result. */
export type Alike = (i: number) => boolean;

/** What branches and loops need of the planner. */
export interface Bench {
  /** Steps so far, nested ones included. */
  readonly clock: number;
  /** Every slot made so far. */
  readonly slots: readonly Slot[];
  /** A new slot of scratch memory. */
  scratch(type: TensorType): Slot;
  /** Notes that the next step uses these slots. */
  touch(slots: Iterable<Slot>): void;
  push(step: Step, slots: Iterable<Slot>): void;
  copy(from: View, to: Slot): void;
  /** The same elements in row-major order: the view itself, or a copy. */
  whole(view: View, type: TensorType): View;
  /** Plans `body` into a list of its own. */
  nested(body: () => void): readonly Step[];
  /** Plans all operations of a frame; its results are where `frame.view` says. */
  run(frame: Frame): void;
}

/** Whether an operand fills its slot in the order of a row-major result. */
export const walkedAlike = (view: View, shape: readonly number[], bytes: number): boolean =>
  view.offset === 0 && isWhole(view) && view.layout.element.bytes === bytes && view.layout.shape.length === shape.length;
