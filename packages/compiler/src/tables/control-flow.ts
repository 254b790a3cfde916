/** Branches and loops: their bodies are planned in place, on slots that outlive them. */
import type { Program, TensorType } from '@millrace/ir';
import { Frame } from './frame.ts';
import { bytesOf, isWhole, type Slot, type View, wholeView } from './slot.ts';
import type { RowPort, Step } from './steps.ts';
import type { Bench, Work } from './work.ts';

export type ControlFlow = 'if' | 'case' | 'while' | 'scan';

/** By the name of the lowering. */
export const controlFlow: Readonly<Record<ControlFlow, (planner: Bench, work: Work) => void>> = {
  if: (planner, work) => branch(planner, work, 'predicate'),
  case: (planner, work) => branch(planner, work, 'index'),
  while: whileLoop,
  scan,
};

const typeOf = (v: { readonly type: unknown }): TensorType => v.type as TensorType;
const capturesOf = ({ frame, operation }: Work, region: number): readonly View[] => operation.regions[region].captures.map((c) => frame.view(c));

/** The views of a region's results on these arguments; steps go to the current list. */
function runRegion(planner: Bench, program: Program, args: readonly View[]): readonly View[] {
  const frame = new Frame(program, args, true);
  planner.run(frame);
  return program.results.map((r) => frame.view(r));
}

function branch(planner: Bench, work: Work, by: 'predicate' | 'index'): void {
  const { operation, origin, operands, frame } = work;
  const [selector] = operands;
  planner.touch([selector.slot]);
  const results = operation.results.map((r) => planner.scratch(typeOf(r)));
  const bodies = operation.regions.map((region, i) =>
    planner.nested(() => {
      const views = runRegion(planner, region.program, capturesOf(work, i));
      views.forEach((view, k) => {
        planner.copy(view, results[k]);
      });
    }),
  );
  planner.push({ kind: 'branch', origin, selector, by, bodies }, [selector.slot, ...results]);
  operation.results.forEach((r, k) => frame.set(r, wholeView(results[k], typeOf(r))));
}

/** What lies before a loop and is used in it must survive all turns. */
function keepThrough(planner: Bench, body: () => void): void {
  const start = planner.clock;
  const before = planner.slots.length;
  body();
  const outside = planner.slots.slice(0, before).filter((s) => s.last >= start);
  planner.touch(outside);
}

/** Slots for the carried values, filled with the first ones. */
function carrySlots(planner: Bench, views: readonly View[], types: readonly TensorType[]): Slot[] {
  return views.map((view, k) => {
    const slot = planner.scratch(types[k]);
    planner.copy(view, slot);
    return slot;
  });
}

/** Writes the next values of carried slots; one that lies in another carried slot is moved away first. */
function carryOn(planner: Bench, next: readonly View[], carry: readonly Slot[], types: readonly TensorType[]): void {
  const safe = next.map((view, k) => {
    if (!carry.includes(view.slot) || (view.slot === carry[k] && isWhole(view))) return view;
    const slot = planner.scratch(types[k]);
    planner.copy(view, slot);
    return wholeView(slot, types[k]);
  });
  safe.forEach((view, k) => {
    if (view.slot !== carry[k]) planner.copy(view, carry[k]);
  });
}

function whileLoop(planner: Bench, work: Work): void {
  const { operation, origin, operands, frame } = work;
  const types = operation.results.map(typeOf);
  const carry = carrySlots(planner, operands, types);
  const carried = carry.map((slot, k) => wholeView(slot, types[k]));
  const [cond, body] = operation.regions;
  keepThrough(planner, () => {
    let predicate: View | undefined;
    const test = planner.nested(() => {
      [predicate] = runRegion(planner, cond.program, [...capturesOf(work, 0), ...carried]);
      planner.touch([(predicate as View).slot]);
    });
    const turn = planner.nested(() => carryOn(planner, runRegion(planner, body.program, [...capturesOf(work, 1), ...carried]), carry, types));
    planner.push({ kind: 'while', origin, test, predicate: predicate as View, body: turn }, carry);
  });
  operation.results.forEach((r, k) => frame.set(r, carried[k]));
}

function scan(planner: Bench, work: Work): void {
  const { operation, origin, operands, frame } = work;
  const { attributes, results, regions } = operation;
  const count = attributes.carryCount as number;
  const types = results.map(typeOf);
  const length = (attributes.length as number | undefined) ?? (origin.operands[count].shape[0] as number);
  const carry = carrySlots(planner, operands.slice(0, count), types.slice(0, count));
  const carried = carry.map((slot, k) => wholeView(slot, types[k]));
  const stacks = types.slice(count).map((t) => wholeView(planner.scratch(t), t));
  const stacked = operands.slice(count).map((view, k) => planner.whole(view, origin.operands[count + k]));
  planner.touch([...stacks, ...stacked].map((v) => v.slot));
  const { program } = regions[0];
  const rowTypes = program.arguments.slice(program.arguments.length - stacked.length).map(typeOf);
  keepThrough(planner, () => {
    let outs: readonly RowPort[] = [];
    const rows = stacked.length === 0 ? [] : rowTypes.map((t) => planner.scratch(t));
    const body: readonly Step[] = planner.nested(() => {
      planner.touch(rows);
      const args = [...capturesOf(work, 0), ...carried, ...rows.map((slot, k) => wholeView(slot, rowTypes[k]))];
      const made = runRegion(planner, program, args);
      outs = made.slice(count).map((view, k) => {
        const type = typeOf(program.results[count + k]);
        // a row that lies in a slot of its own, before the carried values move on
        const needsCopy = !isWhole(view) || view.offset !== 0 || view.slot.kind !== 'scratch' || carry.includes(view.slot);
        const slot = needsCopy ? planner.scratch(type) : view.slot;
        if (needsCopy) planner.copy(view, slot);
        return { stacked: stacks[k], row: slot, rowBytes: bytesOf(type) };
      });
      carryOn(planner, made.slice(0, count), carry, types);
      planner.touch(outs.map((o) => o.row));
    });
    const ins = rows.map((row, k): RowPort => ({ stacked: stacked[k], row, rowBytes: bytesOf(rowTypes[k]) }));
    const touched = [...carry, ...stacks.map((v) => v.slot), ...stacked.map((v) => v.slot), ...outs.map((o) => o.row)];
    planner.push({ kind: 'scan', origin, length, reverse: attributes.reverse === true, ins, outs, body }, touched);
  });
  results.forEach((r, k) => frame.set(r, k < count ? carried[k] : stacks[k - count]));
}
