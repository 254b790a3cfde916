/** Plans a program with state: the entry to this folder. */
import type { Operation, Program, ProgramValue, TensorType } from '@millrace/ir';
import { alignedBytes, placeSlots } from './arena.ts';
import { Frame } from './frame.ts';
import { Placement } from './placement.ts';
import { Planner, type PlannerOptions } from './planner.ts';
import { bytesOf, isWhole, Slot, type View, wholeView } from './slot.ts';
import type { ProgramPlan, StateWrite } from './steps.ts';

export interface PlanProgramRequest extends PlannerOptions {
  /** Its first `states` arguments are states; its first results are new values of the states with the indices `writes`. */
  readonly program: Program;
  readonly states: number;
  readonly writes: readonly number[];
}

/** A value that no table can hold (a token, a tuple, an open size), or null. */
export function unplannable(program: Program): ProgramValue | null {
  const bad = (v: ProgramValue): boolean => v.type.kind !== 'tensor' || !v.type.isStatic;
  for (const value of [...program.arguments, ...program.operations.flatMap((o) => o.results)]) if (bad(value)) return value;
  for (const { regions } of program.operations) {
    for (const { program: inner } of regions) {
      const found = unplannable(inner);
      if (found) return found;
    }
  }
  return null;
}

const mayFail = (operation: Operation): boolean =>
  operation.primitive.traits.sideEffect === true || operation.regions.some((r) => r.program.operations.some(mayFail));

/** The table of a program for which `unplannable` finds nothing. */
export function planProgram({ program, states, writes, ...options }: PlanProgramRequest): ProgramPlan {
  const typed = (v: ProgramValue): TensorType => v.type as TensorType;
  const args = program.arguments.map((a, i) => new Slot(i < states ? 'state' : 'input', bytesOf(typed(a)), i < states ? i : i - states));
  const frame = new Frame(
    program,
    args.map((slot, i) => wholeView(slot, typed(program.arguments[i]))),
    false,
  );
  const targets = new Map<ProgramValue, Slot>();
  writes.forEach((state, k) => {
    const value = program.results[k];
    if (!targets.has(value) && !program.arguments.includes(value)) targets.set(value, args[state]);
  });
  const placement = new Placement(frame, targets, program.operations.findLastIndex(mayFail));
  const planner = new Planner(options, placement);
  for (const slot of args) planner.own(slot);
  planner.touch(args);
  planner.clock++;
  planner.run(frame);
  const stateWrites = writes.map((state, k) => writeOf(planner, placement, state, args[state], frame.view(program.results[k]), typed(program.results[k])));
  const outputs = program.results.slice(writes.length).map((r) => frame.view(r));
  planner.touch([...outputs.map((o) => o.slot), ...stateWrites.flatMap((w) => (w.from ? [w.from] : []))]);
  const constants = new Map<Slot, number>();
  let constantBytes = 0;
  for (const slot of planner.slots) {
    if (slot.kind !== 'constant') continue;
    constants.set(slot, constantBytes);
    constantBytes += alignedBytes(slot.bytes);
  }
  const arena = placeSlots(planner.slots.filter((s) => s.kind === 'scratch' || s.kind === 'input'));
  return {
    steps: planner.steps,
    states: args.slice(0, states),
    inputs: args.slice(states),
    outputs,
    writes: stateWrites,
    constants,
    constantBytes,
    arena: arena.offsets,
    arenaBytes: arena.bytes,
    lowerBoundBytes: arena.lowerBound,
  };
}

/** How a state gets its new value. */
function writeOf(planner: Planner, placement: Placement, state: number, slot: Slot, view: View, type: TensorType): StateWrite {
  if (view.slot === slot && isWhole(view) && view.offset === 0) return { state, from: null };
  const direct = view.slot.kind === 'scratch' && isWhole(view) && view.offset === 0;
  if (direct && !placement.written.has(view.slot)) return { state, from: view.slot };
  const from = planner.scratch(type);
  planner.copy(view, from);
  return { state, from };
}
