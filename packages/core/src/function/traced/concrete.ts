/** A function traced for one signature: its program, its variables, and the executables of the sizes that it met. */
import {
  bindSizes,
  collectGuards,
  currentBase,
  failure,
  instantiateProgram,
  interpret,
  isRecording,
  OpError,
  type Program,
  type Sizes,
  type TensorType,
  TraceBuilder,
  type Value,
} from '@millrace/ir';
import { compileProgram, devicesVersion, type Executable, type ProgramValueData, Storage } from '@millrace/runtime';
import { eager, storageOf, type Tensor } from '../../tensor/tensor.ts';
import { asTensor } from '../as-tensor.ts';
import { packSequenceAs } from '../nest.ts';
import { stateOf, type Variable } from '../variable.ts';
import { withoutAccessListeners } from '../variable-access.ts';
import { stateScope, withStateScope } from '../variable-state.ts';
import type { StateUse, TracedProgram } from './trace-function.ts';

/** Executables of different sizes that one trace keeps; the one that was used longest ago goes first. */
const keptExecutables = 64;

export class Concrete {
  readonly traced: TracedProgram;
  readonly inputTypes: readonly TensorType[];
  readonly #isSymbolic: boolean;
  /** By sizes; null where a guard does not hold. In order of last use. */
  readonly #programs = new Map<string, Program | null>();
  readonly #executables = new Map<Program, Executable>();
  #devices: number = devicesVersion();
  #last: Executable | null = null;

  constructor(traced: TracedProgram, inputTypes: readonly TensorType[]) {
    this.traced = traced;
    this.inputTypes = inputTypes;
    this.#isSymbolic = inputTypes.some((t) => !t.isStatic);
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
    return this.#isSymbolic ? this.programFor(types) !== null : types.every((t, i) => t === this.inputTypes[i]);
  }

  /** The program at the sizes of inputs; null where these do not fit. */
  programFor(types: readonly TensorType[]): Program | null {
    if (!this.#isSymbolic) return this.traced.program;
    const key = types.map((t) => t.id).join();
    let program = this.#programs.get(key);
    if (program === undefined) {
      const sizes = bindSizes(this.inputTypes, types);
      program = sizes && instantiated(this.traced.program, sizes);
    } else this.#programs.delete(key);
    this.#programs.set(key, program);
    if (this.#programs.size > keptExecutables) this.#forgetOldest();
    return program;
  }

  #forgetOldest(): void {
    const [[key, program]] = this.#programs;
    this.#programs.delete(key);
    if (program) this.#executables.delete(program);
  }

  executableFor(program: Program): Executable {
    if (this.#devices !== devicesVersion()) {
      this.#executables.clear();
      this.#devices = devicesVersion();
    }
    let executable = this.#executables.get(program);
    if (!executable) {
      const { name, states, writes } = this.traced;
      executable = compileProgram({ name, program, states: states.length, writes }, eager);
      this.#executables.set(program, executable);
    }
    this.#last = executable;
    return executable;
  }

  /** The executable that ran last; that of the program where it has one form only. */
  get executable(): Executable {
    if (this.#last) return this.#last;
    if (!this.#isSymbolic) return this.executableFor(this.traced.program);
    const message = 'the program has open sizes and has not run yet';
    throw failure('precondition', { op: this.traced.name, message, hint: 'call the function first: each combination of sizes has an executable of its own' });
  }

  /** Runs the function on inputs of types that it fits; gives what the function returned, with tensors for its leaves. */
  call(inputs: readonly Tensor[]): unknown {
    const { captures } = this.traced;
    const isPlain = currentBase() === eager && stateScope() === null && inputs.every(isEager) && captures.every(isEager);
    return isPlain && !isRecording() ? this.#execute(inputs) : this.#inline(inputs);
  }

  #program(inputs: readonly Tensor[]): Program {
    const types = inputs.map((x) => x.type);
    const program = this.programFor(types);
    if (program) return program;
    throw failure('shape-mismatch', { op: this.traced.name, message: `the trace for (${this.inputTypes.join(', ')}) does not take (${types.join(', ')})` });
  }

  #execute(inputs: readonly Tensor[]): unknown {
    const { name, states, captures } = this.traced;
    const executable = this.executableFor(this.#program(inputs));
    const data = [...captures, ...inputs].map((x): ProgramValueData => ({ type: x.type, storage: storageOf(x, name) }));
    const handed = this.#handedThrough([...captures, ...inputs]);
    const results = executable.run(
      states.map((s) => stateOf(s.variable)),
      data,
    );
    return this.#pack(handed, (index) => eager.fromStorage(results[index].type, results[index].storage) as Tensor);
  }

  /** Arguments that the function returns as they are: taken before the program runs, as it may change the variables. */
  #handedThrough(values: readonly Tensor[]): ReadonlyMap<number, Tensor> {
    const { states, leaves } = this.traced;
    const handed = new Map<number, Tensor>();
    for (const leaf of leaves) {
      if (leaf.from !== 'argument') continue;
      const { index } = leaf;
      handed.set(index, index < states.length ? states[index].variable.value() : another(values[index - states.length]));
    }
    return handed;
  }

  /** Through the builders at work: inside another trace, on batches, on values with tangents, under a tape. */
  #inline(inputs: readonly Tensor[]): unknown {
    const { states, captures, writes } = this.traced;
    const types = inputs.map((x) => x.type);
    const base = currentBase();
    const program = collectGuards(
      (guard) => {
        if (base instanceof TraceBuilder) base.guards.push(guard);
      },
      () => this.#program(inputs),
    );
    if (base instanceof TraceBuilder && types.some((t) => !t.isStatic)) base.guards.push(...program.guards);
    const args: Value[] = [...states.map(currentValue), ...captures, ...inputs];
    const results = interpret(program, args);
    writes.forEach((state, k) => states[state].variable.assign(asTensor(results[k])));
    const handed = new Map(args.map((x, i) => [i, asTensor(x)]));
    return this.#pack(handed, (index) => asTensor(results[writes.length + index]));
  }

  #pack(handed: ReadonlyMap<number, Tensor>, result: (index: number) => Tensor): unknown {
    const { structure, leaves } = this.traced;
    const made = new Map<number, Tensor>();
    const given = new Set<Tensor>();
    const values = leaves.map((leaf) => {
      if (leaf.from === 'trace') return leaf.value;
      const known = leaf.from === 'argument' ? handed.get(leaf.index) : made.get(leaf.index);
      const tensor = known ?? result(leaf.index);
      if (leaf.from === 'result') made.set(leaf.index, tensor);
      // A tensor that is returned twice is two, so that each can be disposed.
      const own = given.has(tensor) ? another(tensor) : tensor;
      given.add(own);
      return own;
    });
    return packSequenceAs(structure, values);
  }
}

const isEager = (x: Tensor): boolean => x.builder === eager;

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
  if (x.builder !== eager) return x;
  const storage = storageOf(x, 'function');
  storage.shared = true;
  return eager.fromStorage(x.type, new Storage(storage.data, storage.strides, storage.offset, true)) as Tensor;
}

/** The value that a variable enters the program with. One that is only assigned is not read: no tape hears of it, no trace gets an argument for it. */
function currentValue({ variable, isRead }: StateUse): Value {
  return isRead ? variable.value() : withStateScope(null, () => withoutAccessListeners(() => variable.value()));
}
