/** A program that is being planned: where its values lie, and when they are used last. */
import type { Operation, Program, ProgramValue } from '@millrace/ir';
import { unreachable } from '@millrace/ir';
import type { Slot, View } from './slot.ts';

export class Frame {
  readonly program: Program;
  readonly #views: Map<ProgramValue, View> = new Map();
  /** Index of the last operation that uses a value; infinite for results. */
  readonly #lastUse: Map<ProgramValue, number> = new Map();
  /** Values on each slot that this frame made. */
  readonly #holders: Map<Slot, ProgramValue[]> = new Map();
  /** Slots that somebody outside reads again: operands of the region. */
  readonly #borrowed: Set<Slot> = new Set();

  /** `borrowed` says that what the arguments lie on is used again when the program has run. */
  constructor(program: Program, args: readonly View[], borrowed: boolean) {
    this.program = program;
    program.operations.forEach((operation, i) => {
      for (const used of usedBy(operation)) this.#lastUse.set(used, i);
    });
    for (const result of program.results) this.#lastUse.set(result, Number.POSITIVE_INFINITY);
    program.arguments.forEach((argument, i) => {
      this.set(argument, args[i]);
      if (borrowed) this.#borrowed.add(args[i].slot);
    });
  }

  view(value: ProgramValue): View {
    return this.#views.get(value) ?? unreachable('a program uses a value before it is defined');
  }

  set(value: ProgramValue, view: View): void {
    this.#views.set(value, view);
    const holders = this.#holders.get(view.slot);
    if (holders) holders.push(value);
    else this.#holders.set(view.slot, [value]);
  }

  /** Whether nothing reads a slot after operation `index`, so that its results may take the place. */
  isFreeAfter(slot: Slot, index: number): boolean {
    if (slot.kind === 'constant' || this.#borrowed.has(slot)) return false;
    return (this.#holders.get(slot) ?? []).every((value) => (this.#lastUse.get(value) ?? -1) <= index);
  }
}

/** Operands of an operation and what its regions capture. */
export const usedBy = ({ operands, regions }: Operation): readonly ProgramValue[] =>
  regions.length === 0 ? operands : [...operands, ...regions.flatMap((r) => r.captures)];
