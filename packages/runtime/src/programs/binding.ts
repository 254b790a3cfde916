/** A plan at known addresses: descriptors as words, and the steps as functions that run them. */
import type { Address, AddressField, ProgramPlan, Slot, Step, TableCall, View } from '@millrace/compiler';
import { addressOf, alignedBytes, isWhole, kernelStepsOf, reachOf } from '@millrace/compiler';
import { unreachable } from '@millrace/ir';
import { allocateResult } from '../memory/pool.ts';
import { contiguous, Storage, stridedCopy } from '../memory/storage.ts';
import { hostStep } from './host-step.ts';
import { type ProgramMemory, windowOn } from './memory.ts';

/** Where everything of a program lies. */
export interface Addresses {
  /** Start of the region: descriptors, then constants, then the arena. */
  readonly base: number;
  readonly states: readonly number[];
}

export type Run = () => void;

export class Binding {
  readonly memory: ProgramMemory;
  readonly plan: ProgramPlan;
  readonly addresses: Addresses;
  readonly words: Int32Array;
  readonly #constants: number;
  readonly #arena: number;
  #next: number;
  readonly #descriptors: Map<TableCall, readonly number[]> = new Map();

  constructor(plan: ProgramPlan, memory: ProgramMemory, addresses: Addresses) {
    this.plan = plan;
    this.memory = memory;
    this.addresses = addresses;
    const count = descriptorWords(plan);
    this.words = new Int32Array(count);
    this.#constants = addresses.base + alignedBytes(4 * count);
    this.#arena = this.#constants + plan.constantBytes;
    this.#next = 0;
  }

  /** The byte address of a slot. */
  slot(slot: Slot): number {
    if (slot.kind === 'state') return this.addresses.states[slot.index];
    if (slot.kind === 'constant') return this.#constants + (this.plan.constants.get(slot) as number);
    return this.#arena + (this.plan.arena.get(slot) as number);
  }
  address({ slot, offset }: Address): number {
    return this.slot(slot) + offset;
  }

  /** Writes descriptors and constants to the region. */
  load(): void {
    const { memory, plan, words } = this;
    (memory.views.i32 as Int32Array).set(words, this.addresses.base / 4);
    const bytes = memory.views.u8 as Uint8Array;
    for (const slot of plan.constants.keys()) {
      const { data } = slot;
      if (data) bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), this.slot(slot));
    }
  }

  /** The addresses of the descriptors of a call's parts, whose words are filled in when they are first asked for. */
  descriptors(call: TableCall): readonly number[] {
    let addresses = this.#descriptors.get(call);
    if (!addresses) this.#descriptors.set(call, (addresses = this.#place(call)));
    return addresses;
  }
  #place({ parts }: TableCall): readonly number[] {
    return parts.map((descriptor) => {
      const start = this.#next;
      descriptor.forEach((field: AddressField, i) => {
        this.words[start + i] = typeof field === 'number' ? field : this.address(field);
      });
      this.#next += descriptor.length;
      return this.addresses.base + 4 * start;
    });
  }

  /** The elements of a view as an operand of the host. Made anew at each run: the memory may have grown. */
  storage(view: View): Storage {
    const { element } = view.layout;
    const slots = (reachOf(view) / element.bytes) * element.lanes;
    return new Storage(windowOn(this.memory, element.storage, this.address(addressOf(view)), slots), isWhole(view) ? null : view.layout.strides, 0, true);
  }

  /** Steps as functions; `observe` may wrap what a step, also one in a body, becomes. */
  steps(steps: readonly Step[], observe: Observe | null = null): readonly Run[] {
    const bodies: Bodies = (inner) => this.steps(inner, observe);
    return steps.flatMap((step) => {
      const bound = bind(this, step, bodies);
      return observe ? observe(step, typeof bound === 'function' ? bound : () => runAll(bound)) : bound;
    });
  }
}

/** Words of the descriptors of all calls. */
export const descriptorWords = ({ steps }: ProgramPlan): number =>
  kernelStepsOf(steps)
    .flatMap((step) => step.calls)
    .reduce((sum, call) => call.parts.reduce((n, part) => n + part.length, sum), 0);

export function runAll(steps: readonly Run[]): void {
  for (let i = 0; i < steps.length; i++) steps[i]();
}

/** Wraps a step. */
export type Observe = (step: Step, run: Run) => Run;
/** The steps of a body as functions. */
type Bodies = (steps: readonly Step[]) => readonly Run[];
type Binder<K extends Step['kind']> = (binding: Binding, step: Extract<Step, { readonly kind: K }>, bodies: Bodies) => Run | readonly Run[];
const binders: { readonly [K in Step['kind']]: Binder<K> } = {
  kernels: (binding, step) => {
    const functions = binding.memory.library?.functions(step.calls.map((c) => c.kernel)) ?? [];
    return step.calls.map((call, i) => {
      const run = functions[i];
      const descriptors = binding.descriptors(call);
      const [only] = descriptors;
      if (descriptors.length === 1) return () => run(only, 0);
      const { library, team } = binding.memory;
      if (!team || !library) return unreachable('a call in parts needs threads');
      const number = library.numberOf(call.kernel);
      return () => team.run(number, run, descriptors);
    });
  },
  host: (binding, step) => hostStep(binding, step),
  copy: (binding, { from, to }) => {
    const { element, shape, strides } = from.layout;
    const target = binding.slot(to);
    if (isWhole(from)) return () => binding.memory.copyWithin(target, binding.address(addressOf(from)), reachOf(from));
    const copy = stridedCopy(element, shape, strides);
    const slots = shape.reduce((a, b) => a * b, 1) * element.lanes;
    return () => copy(binding.storage(from).data, 0, windowOn(binding.memory, element.storage, target, slots));
  },
  branch: (binding, { selector, by, bodies }, bind) => {
    const runs = bodies.map(bind);
    return () => {
      const chosen = scalarAt(binding, selector);
      const index = by === 'predicate' ? (chosen !== 0 ? 0 : 1) : chosen >= 0 && chosen < runs.length ? chosen : runs.length - 1;
      runAll(runs[index]);
    };
  },
  while: (binding, step, bodies) => {
    const [test, body] = [bodies(step.test), bodies(step.body)];
    return () => {
      for (runAll(test); scalarAt(binding, step.predicate) !== 0; runAll(test)) runAll(body);
    };
  },
  scan: (binding, { length, reverse, ins, outs, body }, bodies) => {
    const runs = bodies(body);
    const rows = ins.map(({ stacked, row, rowBytes }) => ({ from: binding.address(addressOf(stacked)), to: binding.slot(row), rowBytes }));
    const made = outs.map(({ stacked, row, rowBytes }) => ({ to: binding.address(addressOf(stacked)), from: binding.slot(row), rowBytes }));
    const { memory } = binding;
    return () => {
      for (let step = 0; step < length; step++) {
        const at = reverse ? length - 1 - step : step;
        for (const { from, to, rowBytes } of rows) memory.copyWithin(to, from + at * rowBytes, rowBytes);
        runAll(runs);
        for (const { from, to, rowBytes } of made) memory.copyWithin(to + at * rowBytes, from, rowBytes);
      }
    };
  },
};

const bind = <K extends Step['kind']>(binding: Binding, step: Extract<Step, { readonly kind: K }>, bodies: Bodies): Run | readonly Run[] =>
  (binders[step.kind] as Binder<K>)(binding, step, bodies);

const scalarAt = (binding: Binding, view: View): number => Number(binding.storage(view).data[0]);

/** The elements of an output as a fresh array. */
export function takeOutput(binding: Binding, view: View, type: Parameters<typeof contiguous>[1]): Storage {
  const storage = binding.storage(view);
  const data = contiguous(storage, type);
  if (storage.strides !== null) return new Storage(data);
  // not slice, which is slow on shared memory
  const copy = allocateResult(type.element, type.size);
  copy.set(data as never);
  return new Storage(copy);
}
