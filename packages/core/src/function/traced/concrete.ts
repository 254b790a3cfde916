/** A function traced for one signature: its program, its variables, and the executables of the sizes that it met. */
import {
  bindSizes,
  collectGuards,
  currentBase,
  failure,
  instantiateProgram,
  OpError,
  type Program,
  type Sizes,
  type TensorType,
  TraceBuilder,
} from '@millrace/ir';
import { type Executable, Storage } from '@millrace/runtime';
import { isTraceStream, renewStream } from '../../ops/random/trace-stream.ts';
import { eager, storageOf, type Tensor } from '../../tensor/tensor.ts';
import { packSequenceAs } from '../nest.ts';
import { stateOf, type Variable } from '../variable.ts';
import { openTrace } from './host-callbacks.ts';
import { ProgramRunner, runModeOf } from './program-runner.ts';
import type { Leaf, TracedProgram } from './trace-function.ts';

/** Sizes that one trace keeps executables for; those that were used longest ago go first. */
const keptSizes = 64;

export class Concrete {
  readonly traced: TracedProgram;
  readonly inputTypes: readonly TensorType[];
  readonly #isSymbolic: boolean;
  /** By types of the inputs; null where sizes do not fit. In order of last use. */
  readonly #runners = new Map<string, ProgramRunner | null>();
  readonly #whole: ProgramRunner;
  /** Streams of random draws in the program. */
  readonly #streams: readonly Variable[];
  #last: ProgramRunner | null = null;

  constructor(traced: TracedProgram, inputTypes: readonly TensorType[]) {
    this.traced = traced;
    this.#streams = traced.states.map((s) => s.variable).filter(isTraceStream);
    this.inputTypes = inputTypes;
    this.#isSymbolic = inputTypes.some((t) => !t.isStatic);
    this.#whole = this.#runner(traced.program);
  }

  #runner(program: Program): ProgramRunner {
    return new ProgramRunner(this.traced.name, program, this.traced.states, this.traced.writes, this.traced.unseen);
  }

  get variables(): readonly Variable[] {
    return this.traced.states.map((s) => s.variable);
  }

  /** Whether a trace may serve later calls: not where it holds values of a trace that was open around it. */
  get isReusable(): boolean {
    return this.traced.captures.every((c) => c.builder === eager);
  }

  /** Whether variables still have the types that they had in the trace, and these types of inputs are among those that it was made for. */
  fits(types: readonly TensorType[]): boolean {
    if (this.traced.states.some(({ variable, type }) => stateOf(variable).type !== type)) return false;
    if (types.length !== this.inputTypes.length) return false;
    return this.#isSymbolic ? this.#runnerFor(types) !== null : types.every((t, i) => t === this.inputTypes[i]);
  }

  /** The program at the sizes of inputs; null where these do not fit. */
  #runnerFor(types: readonly TensorType[]): ProgramRunner | null {
    if (!this.#isSymbolic) return this.#whole;
    const key = types.map((t) => t.id).join();
    let runner = this.#runners.get(key);
    if (runner === undefined) {
      const sizes = bindSizes(this.inputTypes, types);
      const program = sizes && instantiated(this.traced.program, sizes);
      runner = program && this.#runner(program);
    } else this.#runners.delete(key);
    this.#runners.set(key, runner);
    if (this.#runners.size > keptSizes) this.#runners.delete(this.#runners.keys().next().value as string);
    return runner;
  }

  /** The executable that ran last; that of the program where it has one form only. */
  get executable(): Executable {
    if (this.#last || !this.#isSymbolic) return (this.#last ?? this.#whole).executable;
    const message = 'the program has open sizes and has not run yet';
    throw failure('precondition', { op: this.traced.name, message, hint: 'call the function first: each combination of sizes has an executable of its own' });
  }

  /** Runs the function on inputs of types that it fits; gives what the function returned, with tensors for its leaves. */
  call(inputs: readonly Tensor[]): unknown {
    this.#streams.forEach(renewStream);
    const values = [...this.traced.captures, ...inputs];
    const mode = runModeOf(values);
    const runner = this.#runnerAt(inputs);
    if (mode !== 'inline') this.#last = runner;
    const handed = this.#handedThrough(values);
    const results = runner.run(values, mode);
    const isOwn = mode === 'execute';
    const { structure, leaves, callbacks } = this.traced;
    const taken = new Set<Tensor>(isOwn ? handed.values() : []);
    const returned = packSequenceAs(structure, this.#take(leaves, handed, results, isOwn ? taken : null));
    for (const { leaves, run, inline } of callbacks) {
      const tensors = this.#take(leaves, handed, results, isOwn ? taken : null) as Tensor[];
      (openTrace() === null ? run : inline)(tensors);
      if (isOwn) leaves.forEach((leaf, i) => leaf.from === 'trace' || tensors[i].dispose());
    }
    return returned;
  }

  /** What is open about sizes inside another trace becomes its guards. */
  #runnerAt(inputs: readonly Tensor[]): ProgramRunner {
    const types = inputs.map((x) => x.type);
    const base = currentBase();
    const guards = base instanceof TraceBuilder ? base.guards : [];
    const runner = collectGuards(
      (guard) => guards.push(guard),
      () => this.#runnerFor(types),
    );
    if (!runner)
      throw failure('shape-mismatch', { op: this.traced.name, message: `the trace for (${this.inputTypes.join(', ')}) does not take (${types.join(', ')})` });
    if (types.some((t) => !t.isStatic)) guards.push(...runner.program.guards);
    return runner;
  }

  /** Arguments that the function returns as they are: taken before the program runs, as it may change the variables. */
  #handedThrough(values: readonly Tensor[]): ReadonlyMap<number, Tensor> {
    const { states, leaves, callbacks } = this.traced;
    const handed = new Map<number, Tensor>();
    for (const leaf of callbacks.length === 0 ? leaves : [...leaves, ...callbacks.flatMap((c) => c.leaves)]) {
      if (leaf.from !== 'argument') continue;
      const { index } = leaf;
      handed.set(index, index < states.length ? states[index].variable.value() : values[index - states.length]);
    }
    return handed;
  }

  /** Values of leaves. With `taken`, outside of tapes and traces, each tensor is one of its own, so that it can be disposed. */
  #take(leaves: readonly Leaf[], handed: ReadonlyMap<number, Tensor>, results: readonly Tensor[], taken: Set<Tensor> | null): unknown[] {
    return leaves.map((leaf) => {
      if (leaf.from === 'trace') return leaf.value;
      const tensor = leaf.from === 'argument' ? (handed.get(leaf.index) as Tensor) : results[leaf.index];
      if (taken === null) return tensor;
      if (taken.has(tensor)) return another(tensor);
      taken.add(tensor);
      return tensor;
    });
  }
}

/** The program at these sizes, or null where a guard does not hold. */
function instantiated(program: Program, sizes: Sizes): Program | null {
  try {
    return instantiateProgram(program, sizes);
  } catch (error) {
    if (error instanceof OpError && error.code === 'shape-mismatch') return null;
    throw error;
  }
}

/** A tensor of its own over the same data: disposing one leaves the other. */
function another(x: Tensor): Tensor {
  const storage = storageOf(x, 'function');
  storage.shared = true;
  return eager.fromStorage(x.type, new Storage(storage.data, storage.strides, storage.offset, true)) as Tensor;
}
