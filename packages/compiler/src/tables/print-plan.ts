/** A plan as text: a line for each step, with the kernels that it calls and where its operands lie. */
import { showLocation } from '@millrace/ir';
import { isWhole, type Slot, type View } from './slot.ts';
import type { KernelStep, Origin, ProgramPlan, Step } from './steps.ts';

type NameOf = (slot: Slot) => string;

/** `state0`, `input1`, `const2`, and `arena+1024` for scratch memory by its place. */
function namesOf(plan: ProgramPlan): NameOf {
  const constants = [...plan.constants.keys()];
  return (slot) => {
    if (slot.kind === 'state' || slot.kind === 'input') return `${slot.kind}${slot.index}`;
    return slot.kind === 'constant' ? `const${constants.indexOf(slot)}` : `arena+${plan.arena.get(slot)}`;
  };
}

function viewText({ slot, layout, offset }: View, name: NameOf): string {
  const strides = isWhole({ slot, layout, offset }) ? '' : ` strides [${layout.strides.join(', ')}]`;
  return `${name(slot)}${offset > 0 ? `[${offset}]` : ''} ${layout.element.name}[${layout.shape.join(', ')}]${strides}`;
}

const indented = (lines: readonly string[]): string[] => lines.map((l) => `  ${l}`);
const linesOf = (steps: readonly Step[], name: NameOf): string[] => steps.flatMap((step) => stepLines(step, name));

/** Where the user wrote it: ` at train.ts:3:1`; empty where nobody knows. */
export const placeText = ({ location }: Origin): string => (location.kind === 'unknown' ? '' : ` at ${showLocation(location)}`);

function kernelLines({ origin, calls, reads, writes, work }: KernelStep, name: NameOf): string[] {
  const operands = reads.map((v) => viewText(v, name)).join(', ');
  const head = `${writes.map(name).join(', ')} = ${origin.name}(${operands}), ${work} element operations${placeText(origin)}`;
  return [head, ...calls.map((c) => `  call ${c.kernel.key}${c.parts.length > 1 ? ` in ${c.parts.length} parts` : ''}`)];
}

function stepLines(step: Step, name: NameOf): string[] {
  switch (step.kind) {
    case 'kernels':
      return kernelLines(step, name);
    case 'host':
      return [
        `${step.writes.map(name).join(', ')} = host ${step.origin.name}(${step.reads.map((v) => viewText(v, name)).join(', ')})${placeText(step.origin)}`,
      ];
    case 'copy':
      return [`${name(step.to)} = copy(${viewText(step.from, name)})`];
    case 'branch':
      return [`branch by ${step.by} ${viewText(step.selector, name)}`, ...step.bodies.flatMap((b, i) => [` body ${i}`, ...indented(linesOf(b, name))])];
    case 'while':
      return [`while ${viewText(step.predicate, name)}`, ' test', ...indented(linesOf(step.test, name)), ' body', ...indented(linesOf(step.body, name))];
    case 'scan':
      return [`scan ${step.length} steps${step.reverse ? ', last first' : ''}`, ...indented(linesOf(step.body, name))];
  }
}

/** The steps of a plan, nested ones indented, then what becomes of states and outputs, and the sizes of its memory. */
export function printPlan(plan: ProgramPlan): string {
  const name = namesOf(plan);
  const commits = plan.writes.map(({ state, from }) => `state${state} ${from ? `= ${name(from)}` : 'was written in place'}`);
  const outputs = plan.outputs.map((view, k) => `output${k} = ${viewText(view, name)}`);
  const memory = `arena: ${plan.arenaBytes} bytes, at least ${plan.lowerBoundBytes}; constants: ${plan.constantBytes} bytes`;
  return [...linesOf(plan.steps, name), ...commits, ...outputs, memory].join('\n');
}
