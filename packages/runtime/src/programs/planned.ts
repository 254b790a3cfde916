/** The executable of a planned program. */
import { alignedBytes, type KernelSource, kernelStepsOf, type ProgramPlan, printKernels, printPlan } from '@millrace/compiler';
import type { Program, TensorType } from '@millrace/ir';
import { failure } from '@millrace/ir';
import { hasListeners } from '../events/events.ts';
import type { State } from '../memory/state.ts';
import { contiguous } from '../memory/storage.ts';
import { Binding, descriptorWords, type Run, runAll, takeOutput } from './binding.ts';
import { observedCall, observer } from './events.ts';
import type { CostReport, Executable, MemoryReport, ProgramSpec, ProgramValueData } from './executable.ts';
import { type ProgramMemory, windowOn } from './memory.ts';
import { costOf, memoryOf, showNeeds } from './reports.ts';
import { residentAddress } from './residents.ts';
import type { PlannedProgram } from './stored.ts';
import type { Target } from './target.ts';

interface Bound {
  readonly binding: Binding;
  readonly steps: readonly Run[];
  /** The same steps with events; null before anybody has listened. */
  observed: readonly Run[] | null;
}

/** Where a planned program comes from. */
export interface Origins {
  /** The program before the passes; null for one that was read from bytes. */
  readonly source: Program | null;
  /** The program after the passes, for those who ask. */
  readonly optimized: () => Program;
}

/** Its kernels are in the library of `memory`. */
export class PlannedExecutable implements Executable {
  readonly planned: PlannedProgram;
  readonly target: Target;
  readonly source: Program | null;
  readonly #optimized: () => Program;
  readonly #memory: ProgramMemory;
  readonly #regionBytes: number;
  #bound: Bound | null = null;

  constructor(planned: PlannedProgram, memory: ProgramMemory, target: Target, { source, optimized }: Origins) {
    const { plan } = planned;
    this.planned = planned;
    this.target = target;
    this.source = source;
    this.#optimized = optimized;
    this.#memory = memory;
    this.#regionBytes = alignedBytes(4 * descriptorWords(plan)) + plan.constantBytes + plan.arenaBytes + 256;
  }

  get spec(): ProgramSpec {
    const { name, states, writes } = this.planned;
    return { name, program: this.#optimized(), states, writes };
  }

  run(states: readonly State[], inputs: readonly ProgramValueData[]): readonly ProgramValueData[] {
    if (!hasListeners()) return this.#run(states, inputs, false);
    return observedCall(this.planned.name, this.target.kernels ? 'wasm' : 'js', [...states, ...inputs], () => this.#run(states, inputs, true));
  }

  #run(states: readonly State[], inputs: readonly ProgramValueData[], isObserved: boolean): readonly ProgramValueData[] {
    this.#check(states, inputs);
    const { plan, name, outputTypes } = this.planned;
    const addresses = states.map((s) => residentAddress(this.#memory, s));
    return this.#memory.withScratch(
      this.#regionBytes,
      `program '${name}'`,
      () => showNeeds(plan),
      (base) => {
        const bound = this.#bind(base, addresses);
        const { binding } = bound;
        inputs.forEach((input, i) => {
          const { element, size } = input.type;
          windowOn(this.#memory, element.storage, binding.slot(plan.inputs[i]), size * element.lanes).set(contiguous(input.storage, input.type) as never);
        });
        runAll(isObserved ? this.#observed(bound) : bound.steps);
        const outputs = plan.outputs.map((view, k): ProgramValueData => ({ type: outputTypes[k], storage: takeOutput(binding, view, outputTypes[k]) }));
        this.#commit(binding, states);
        return outputs;
      },
    );
  }

  #check(states: readonly State[], inputs: readonly ProgramValueData[]): void {
    const { argumentTypes, name } = this.planned;
    const given = [...states.map((s) => s.type), ...inputs.map((x) => x.type)];
    if (given.length === argumentTypes.length && given.every((t, i) => t === argumentTypes[i])) return;
    const show = (types: readonly TensorType[]): string => `(${types.join(', ')})`;
    throw failure('wrong-kind', { op: name, message: `got ${show(given)}`, valid: show(argumentTypes) });
  }

  /** New values of states, when nothing can fail any more. */
  #commit(binding: Binding, states: readonly State[]): void {
    for (const { state, from } of this.planned.plan.writes) {
      if (from) this.#memory.copyWithin(binding.addresses.states[state], binding.slot(from), from.bytes);
      states[state].written();
    }
  }

  /** The plan at these addresses, with its tables in memory. */
  #bind(base: number, states: readonly number[]): Bound {
    const { plan } = this.planned;
    const known = this.#bound?.binding.addresses;
    const fits = known && known.base === base && known.states.every((a, i) => a === states[i]);
    if (!fits || !this.#bound) {
      const binding = new Binding(plan, this.#memory, { base, states });
      this.#bound = { binding, steps: binding.steps(plan.steps), observed: null };
    }
    if (!fits || this.#memory.owner !== this) {
      this.#bound.binding.load();
      this.#memory.owner = this;
    }
    return this.#bound;
  }

  #observed(bound: Bound): readonly Run[] {
    const { plan, name } = this.planned;
    bound.observed ??= bound.binding.steps(plan.steps, observer(name, plan, this.#memory.team));
    return bound.observed;
  }

  listing(): string {
    return printPlan(this.planned.plan);
  }

  code(): string {
    const { plan } = this.planned;
    const module = this.planned.code();
    return module ? printKernels(plan, module) : ';; no compiled kernels: this device runs every step on the host';
  }

  memory(): MemoryReport {
    return memoryOf(this.planned);
  }

  cost(): CostReport {
    return costOf(this.planned.plan);
  }
}

/** The kernels that a plan calls. */
export const kernelsOf = (plan: ProgramPlan): KernelSource[] => kernelStepsOf(plan.steps).flatMap((s) => s.calls.map((c) => c.kernel));
