/**
 * Runs a program on tensors: as an executable on data; under a tape as one record with a compiled forward and a compiled backward program
 * (notes N6); through the builders at work inside a trace, a batch or forward mode.
 */
import {
  type Attributes,
  anyTensor,
  attr,
  currentBase,
  definePrimitive,
  interpret,
  isDifferentiableType,
  isRecording,
  isTracked,
  methods,
  OpError,
  type Primitive,
  type Program,
  type SplitDerivative,
  showToRecorders,
  splitDerivative,
  unreachable,
  type Value,
  variadic,
  withoutRecorder,
} from '@millrace/ir';
import { compileProgram, devicesVersion, type Executable, type ProgramValueData } from '@millrace/runtime';
import { eager, storageOf, type Tensor } from '../../tensor/tensor.ts';
import { asTensor } from '../as-tensor.ts';
import { stateOf } from '../variable.ts';
import { withoutAccessListeners } from '../variable-access.ts';
import { stateScope, withStateScope } from '../variable-state.ts';
import type { StateUse } from './trace-function.ts';

/** How a program runs on given values. */
export type RunMode = 'execute' | 'record' | 'inline';

export function runModeOf(values: readonly Tensor[]): RunMode {
  const isPlain = currentBase() === eager && stateScope() === null && values.every((x) => x.builder === eager);
  return !isPlain ? 'inline' : isRecording() ? 'record' : 'execute';
}

/** The programs of a derivative; or the program as it is, where an operation has none, and the error for who asks. */
type Derivative =
  | { readonly split: SplitDerivative; readonly forward: ProgramRunner; readonly backward: ProgramRunner; readonly whole: ProgramRunner }
  | { readonly error: OpError };

export class ProgramRunner {
  readonly name: string;
  readonly program: Program;
  readonly #states: readonly StateUse[];
  readonly #writes: readonly number[];
  readonly #unseen: number;
  #executable: Executable | null = null;
  #devices: number = devicesVersion();
  /** By active arguments. */
  readonly #derivatives = new Map<string, Derivative>();

  /**
   * @param states  variables that the first arguments are values of
   * @param writes  indices of those that the first results replace
   * @param unseen  how many of the last results nobody differentiates
   */
  constructor(name: string, program: Program, states: readonly StateUse[] = [], writes: readonly number[] = [], unseen = 0) {
    this.name = name;
    this.program = program;
    this.#states = states;
    this.#writes = writes;
    this.#unseen = unseen;
  }

  get executable(): Executable {
    if (this.#executable === null || this.#devices !== devicesVersion()) {
      this.#devices = devicesVersion();
      this.#executable = compileProgram({ name: this.name, program: this.program, states: this.#states.length, writes: this.#writes }, eager);
    }
    return this.#executable;
  }

  /** Runs the program: assigns variables, and gives the results behind those. */
  run(inputs: readonly Tensor[], mode: RunMode = runModeOf(inputs)): Tensor[] {
    if (mode === 'inline') return this.#inline(inputs);
    return mode === 'record' ? this.#record(inputs) : this.#execute(inputs);
  }

  #execute(inputs: readonly Tensor[]): Tensor[] {
    const data = inputs.map((x): ProgramValueData => ({ type: x.type, storage: storageOf(x, this.name) }));
    const states = this.#states.map((s) => stateOf(s.variable));
    const results = this.executable.run(states, data);
    return results.map(({ type, storage }) => eager.fromStorage(type, storage) as Tensor);
  }

  #inline(inputs: readonly Tensor[]): Tensor[] {
    const results = interpret(this.program, [...this.#states.map(currentValue), ...inputs]).map(asTensor);
    this.#writes.forEach((state, k) => this.#states[state].variable.assign(results[k]));
    return results.slice(this.#writes.length);
  }

  #record(inputs: readonly Tensor[]): Tensor[] {
    const args = [...this.#states.map(currentValue), ...inputs];
    const active = args.map((x, i) => (this.#states[i]?.isRead ?? true) && isDifferentiableType(x.type) && isTracked(x));
    const execute = (runner: ProgramRunner): Tensor[] => withoutRecorder('all', () => runner.#execute(inputs));
    if (!active.includes(true)) return execute(this);
    const derivative = this.#derivativeBy(active);
    if ('error' in derivative) {
      const results = execute(this);
      const pull = (): never => {
        throw derivative.error;
      };
      this.#show(
        args.filter((_, i) => active[i]),
        results,
        pull,
      );
      return results;
    }
    const { split, forward, backward, whole } = derivative;
    const outputs = execute(forward);
    const count = this.program.results.length - this.#writes.length;
    const results = outputs.slice(0, count);
    const residuals = split.residuals.map(({ from, index }) => (from === 'argument' ? args[index] : this.#resultAt(outputs, index)));
    const seeded = split.seeded.map((k) => k - this.#writes.length);
    const pull = (cotangents: readonly (Value | null)[]): readonly Tensor[] => {
      const seeds = seeded.map((k) => asTensor(cotangents[k] ?? methods.zeros(results[k].type)));
      // A tape around this one needs to see how residuals depend on the arguments.
      return isRecording() ? whole.run([...args, ...seeds]) : backward.run([...residuals, ...seeds]);
    };
    if (split.connected.length > 0)
      this.#show(
        split.connected.map((i) => args[i]),
        results,
        pull,
      );
    return results;
  }

  /** A result of the program by its index: among the outputs, or what a variable has become. */
  #resultAt(outputs: readonly Tensor[], index: number): Tensor {
    if (index >= this.#writes.length) return outputs[index - this.#writes.length];
    return heldValue(this.#states[this.#writes[index]]);
  }

  #show(operands: readonly Tensor[], results: readonly Tensor[], pull: (cotangents: readonly (Value | null)[]) => readonly Tensor[]): void {
    showToRecorders(programCall, operands, { pull } as unknown as Attributes, [], results);
  }

  #derivativeBy(active: readonly boolean[]): Derivative {
    const key = active.map(Number).join('');
    let found = this.#derivatives.get(key);
    if (!found) this.#derivatives.set(key, (found = this.#differentiate(active)));
    return found;
  }

  #differentiate(active: readonly boolean[]): Derivative {
    // Gradients do not flow through assignments.
    const end = this.program.results.length - this.#unseen;
    const seeded = this.program.results.map((_, i) => i >= this.#writes.length && i < end);
    try {
      const split = withoutRecorder('all', () => splitDerivative(this.program, active, seeded));
      const forward = new ProgramRunner(this.name, split.forward, this.#states, this.#writes);
      const name = `gradient of ${this.name}`;
      return { split, forward, backward: new ProgramRunner(name, split.backward), whole: new ProgramRunner(name, split.whole) };
    } catch (error) {
      // The results may not be differentiated at all: it is for the tape to raise.
      if (error instanceof OpError && error.code === 'not-differentiable') return { error };
      throw error;
    }
  }
}

/** A record of tapes: nothing executes, prints or traces it. */
const programCall: Primitive = definePrimitive({
  name: 'millrace.program_call',
  operands: { inputs: variadic(anyTensor) },
  attributes: { pull: attr.any() },
  results: 'variadic',
  infer: () => unreachable('a call under a tape is a record'),
  evaluate: () => unreachable('a call under a tape is a record'),
  derivative: {
    vjp: ({ cts, pull }) => ({ inputs: (pull as unknown as (cotangents: readonly (Value | null)[]) => readonly Value[])(cts) }),
  },
  batch: 'none',
  lower: () => unreachable('a call under a tape is a record'),
});

/** The value of a variable, unheard by tapes and without an argument of a trace around. */
const heldValue = ({ variable }: StateUse): Tensor => withStateScope(null, () => withoutAccessListeners(() => variable.value()));

/** The value that a variable enters the program with. One that is only assigned is not read. */
const currentValue = (use: StateUse): Tensor => (use.isRead ? use.variable.value() : heldValue(use));
