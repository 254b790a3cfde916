/** The executable of a planned program. */
import { alignedBytes, bodiesOf, type KernelSource, kernelStepsOf, type ProgramPlan, printKernels, printPlan, type Step } from '@millrace/compiler';
import type { TensorType } from '@millrace/ir';
import { failure } from '@millrace/ir';
import type { State } from '../memory/state.ts';
import { contiguous } from '../memory/storage.ts';
import { Binding, descriptorWords, type Run, runAll, takeOutput } from './binding.ts';
import type { CostReport, Executable, MemoryReport, ProgramSpec, ProgramValueData } from './executable.ts';
import { type ProgramMemory, windowOn } from './memory.ts';
import { residentAddress } from './residents.ts';

interface Bound {
  readonly binding: Binding;
  readonly steps: readonly Run[];
}

const typesOf = (values: readonly { readonly type: unknown }[]): readonly TensorType[] => values.map((v) => v.type as TensorType);
const bytesOf = (types: readonly TensorType[]): number => types.reduce((sum, t) => sum + t.size * t.element.bytes, 0);

const kernelsOf = (plan: ProgramPlan): KernelSource[] => kernelStepsOf(plan.steps).flatMap((s) => s.calls.map((c) => c.kernel));

export class PlannedExecutable implements Executable {
  readonly spec: ProgramSpec;
  readonly plan: ProgramPlan;
  readonly #memory: ProgramMemory;
  readonly #argumentTypes: readonly TensorType[];
  readonly #outputTypes: readonly TensorType[];
  readonly #regionBytes: number;
  #bound: Bound | null = null;

  constructor(spec: ProgramSpec, plan: ProgramPlan, memory: ProgramMemory) {
    this.spec = spec;
    this.plan = plan;
    this.#memory = memory;
    this.#argumentTypes = typesOf(spec.program.arguments);
    this.#outputTypes = typesOf(spec.program.results.slice(spec.writes.length));
    // one module for all kernels that are new
    memory.library?.functions(kernelsOf(plan));
    this.#regionBytes = alignedBytes(4 * descriptorWords(plan)) + plan.constantBytes + plan.arenaBytes + 256;
  }

  run(states: readonly State[], inputs: readonly ProgramValueData[]): readonly ProgramValueData[] {
    this.#check(states, inputs);
    const addresses = states.map((s) => residentAddress(this.#memory, s));
    return this.#memory.withScratch(this.#regionBytes, this.spec.name, (base) => {
      const { binding, steps } = this.#bind(base, addresses);
      inputs.forEach((input, i) => {
        const { element, size } = input.type;
        windowOn(this.#memory, element.storage, binding.slot(this.plan.inputs[i]), size * element.lanes).set(contiguous(input.storage, input.type) as never);
      });
      runAll(steps);
      const outputs = this.plan.outputs.map(
        (view, k): ProgramValueData => ({ type: this.#outputTypes[k], storage: takeOutput(binding, view, this.#outputTypes[k]) }),
      );
      this.#commit(binding, states);
      return outputs;
    });
  }

  #check(states: readonly State[], inputs: readonly ProgramValueData[]): void {
    const given = [...states.map((s) => s.type), ...inputs.map((x) => x.type)];
    if (given.length === this.#argumentTypes.length && given.every((t, i) => t === this.#argumentTypes[i])) return;
    const show = (types: readonly TensorType[]): string => `(${types.join(', ')})`;
    throw failure('wrong-kind', { op: this.spec.name, message: `got ${show(given)}`, valid: show(this.#argumentTypes) });
  }

  /** New values of states, when nothing can fail any more. */
  #commit(binding: Binding, states: readonly State[]): void {
    for (const { state, from } of this.plan.writes) {
      if (from) this.#memory.copyWithin(binding.addresses.states[state], binding.slot(from), from.bytes);
      states[state].written();
    }
  }

  /** The plan at these addresses, with its tables in memory. */
  #bind(base: number, states: readonly number[]): Bound {
    const known = this.#bound?.binding.addresses;
    const fits = known && known.base === base && known.states.every((a, i) => a === states[i]);
    if (!fits || !this.#bound) {
      const binding = new Binding(this.plan, this.#memory, { base, states });
      this.#bound = { binding, steps: binding.steps(this.plan.steps) };
    }
    if (!fits || this.#memory.owner !== this) {
      this.#bound.binding.load();
      this.#memory.owner = this;
    }
    return this.#bound;
  }

  listing(): string {
    return printPlan(this.plan);
  }

  code(): string {
    const { library } = this.#memory;
    if (!library) return ';; no compiled kernels: this device runs every step on the host';
    return printKernels(this.plan, library.emit(kernelsOf(this.plan)));
  }

  memory(): MemoryReport {
    const { states } = this.spec;
    return {
      stateBytes: bytesOf(this.#argumentTypes.slice(0, states)),
      constantBytes: this.plan.constantBytes,
      inputBytes: bytesOf(this.#argumentTypes.slice(states)),
      outputBytes: bytesOf(this.#outputTypes),
      arenaBytes: this.plan.arenaBytes,
      lowerBoundBytes: this.plan.lowerBoundBytes,
    };
  }

  cost(): CostReport {
    const kernels: Record<string, number> = {};
    let [flops, bytes] = [0, 0];
    const count = (steps: readonly Step[], times: number): void => {
      for (const step of steps) {
        kernels[step.kind] = (kernels[step.kind] ?? 0) + 1;
        if (step.kind === 'kernels') flops += step.work * times;
        if (step.kind === 'kernels' || step.kind === 'host') bytes += times * bytesOf([...step.origin.operands, ...step.origin.results]);
        for (const body of bodiesOf(step)) count(body, step.kind === 'scan' ? times * step.length : times);
      }
    };
    count(this.plan.steps, 1);
    return { flops, bytes, kernels };
  }
}
