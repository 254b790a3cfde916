/** The executable of hosts without a program device: the program's operations one by one on the eager builder. */
import { interpret, type TensorType, type TypedArray } from '@millrace/ir';
import type { EagerBuilder } from '../eager/eager-builder.ts';
import type { State } from '../memory/state.ts';
import { contiguous, Storage } from '../memory/storage.ts';
import { observedCall } from './events.ts';
import type { CostReport, Executable, MemoryReport, ProgramSpec, ProgramValueData } from './executable.ts';

export class InterpretedExecutable implements Executable {
  readonly spec: ProgramSpec;
  readonly #builder: EagerBuilder;
  constructor(spec: ProgramSpec, builder: EagerBuilder) {
    this.spec = spec;
    this.#builder = builder;
  }

  run(states: readonly State[], inputs: readonly ProgramValueData[]): readonly ProgramValueData[] {
    return observedCall(this.spec.name, 'host', [...states, ...inputs], () => this.#run(states, inputs));
  }

  #run(states: readonly State[], inputs: readonly ProgramValueData[]): readonly ProgramValueData[] {
    const { program, writes } = this.spec;
    const builder = this.#builder;
    // Scopes around the call, such as tidy, must not give back what states and callers will hold.
    const tracker = builder.track(null);
    try {
      const args = [...states.map((s) => builder.fromStorage(s.type, s.storage())), ...inputs.map((x) => builder.fromStorage(x.type, x.storage))];
      const values = interpret(program, args);
      const held = new Set<TypedArray>(args.map((a) => builder.storageOf(a).data));
      const results = values.map((v) => ownData(v.type as TensorType, builder.storageOf(v), held));
      writes.forEach((state, k) => states[state].replace(results[k].type, results[k].storage));
      return results.slice(writes.length);
    } finally {
      builder.track(tracker);
    }
  }

  listing(): string {
    return this.spec.program.operations.map((o) => `eager ${o.primitive.name}`).join('\n');
  }

  code(): string {
    return ';; no compiled kernels: operations run one by one';
  }

  memory(): MemoryReport {
    const bytes = (types: readonly TensorType[]): number => types.reduce((sum, t) => sum + (t.isStatic ? t.size * t.element.bytes : 0), 0);
    const { program, states, writes } = this.spec;
    const types = program.arguments.map((a) => a.type as TensorType);
    const outputs = program.results.slice(writes.length).map((r) => r.type as TensorType);
    const made = program.operations.flatMap((o) => o.results.map((r) => r.type as TensorType));
    return {
      stateBytes: bytes(types.slice(0, states)),
      constantBytes: 0,
      inputBytes: bytes(types.slice(states)),
      outputBytes: bytes(outputs),
      arenaBytes: bytes(made),
      lowerBoundBytes: bytes(made),
      largest: [],
    };
  }

  cost(): CostReport {
    return { flops: 0, bytes: 0, kernels: { eager: this.spec.program.operations.length } };
  }
}

/** A value in memory that nobody else holds: a copy where it is a view, or shares its array with an argument or an earlier result. */
function ownData(type: TensorType, storage: Storage, held: Set<TypedArray>): ProgramValueData {
  const isOwn = storage.strides === null && storage.offset === 0 && !storage.shared && !storage.exposed && !held.has(storage.data);
  const data = isOwn ? storage.data : contiguous(storage, type).slice();
  held.add(data);
  return { type, storage: isOwn ? storage : new Storage(data) };
}
