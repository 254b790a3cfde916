/** Devices as executors of modules: operation by operation, as eager execution runs them, and compiled as a whole. */
import {
  type EvalValue,
  evaluateProgram,
  inlineCalls,
  installBase,
  type Literal,
  literal,
  type Operation,
  type Primitive,
  type Program,
  plainHost,
  type TensorType,
  type Type,
} from '@millrace/ir';
import { compileProgram, describeDevices, deviceNames, EagerBuilder, setDevice } from '@millrace/runtime';
import type { Executor } from './executors.ts';

/** Devices hold tensors of numbers; tokens, tuples and quantized tensors stay with the evaluator. */
const isPlain = (type: Type): boolean => type.kind === 'tensor' && type.isStatic && type.element.kind !== 'quantized';

const isPlainProgram = (program: Program): boolean => program.arguments.every((a) => isPlain(a.type)) && program.operations.every(runsOnDevice);

/** Whether an operation is a computation on plain tensors all the way down. Effects (checks, printing, collectives) are the evaluator's. */
function runsOnDevice({ primitive, operands, results, regions }: Operation): boolean {
  if (primitive.traits.sideEffect || primitive.traits.collective || primitive.traits.calls !== undefined) return false;
  return [...operands, ...results].every((v) => isPlain(v.type)) && regions.every((r) => isPlainProgram(r.program));
}

const namesFunctions = ({ attributes }: Primitive): boolean => Object.values(attributes).some((a) => a.kind.startsWith('symbol'));

/** Whether a program can be compiled: all of it is tensors with known sizes, and its only effects are checks, which give nothing. */
const isWhole = (program: Program): boolean =>
  [...program.arguments, ...program.operations.flatMap((o) => o.results)].every((v) => v.type.kind === 'tensor' && v.type.isStatic) &&
  program.operations.every(({ primitive, regions }) => {
    const { sideEffect, collective, stochastic } = primitive.traits;
    const isCheck = primitive.results === 0;
    return !namesFunctions(primitive) && !collective && !stochastic && (!sideEffect || isCheck) && regions.every((r) => isWhole(r.program));
  });

/**
 * Runs each operation that a device can take on it, and the rest on the evaluator; then compiles and runs the whole function, with every operation
 * that can be cut shared among `threads`.
 */
function onDevice(name: string, device: string = name, threads: number = 1): Executor {
  const counts = { device: 0, evaluator: 0, programs: 0, kernels: 0, host: 0 };
  const fallbacks = (): number => Object.values(describeDevices().fallbacks).reduce((sum, n) => sum + n, 0);
  return {
    name,
    describe: () =>
      `${counts.device} operations ran on the chain of ${device}, ${counts.evaluator} on the reference evaluator (calls, checks, quantized types, and what no device has); ${counts.programs} functions ran compiled as a whole, with ${counts.kernels} steps of compiled kernels and ${counts.host} of the host`,
    run(module, f, print) {
      const eager = new EagerBuilder(plainHost);
      setDevice(device);
      installBase(eager);
      const lift = (v: EvalValue) => eager.fromData((v as Literal).type, (v as Literal).data);
      const plain = new WeakMap<Operation, boolean>();
      evaluateProgram(f.program, [], {
        module,
        print,
        elsewhere(operation, operands, regions) {
          let answer = plain.get(operation);
          if (answer === undefined) plain.set(operation, (answer = runsOnDevice(operation)));
          if (!answer) {
            counts.evaluator++;
            return undefined;
          }
          const before = fallbacks();
          const bound = regions.map((r) => ({ program: r.program, captures: r.captures.map(lift) }));
          const results = eager.apply(operation.primitive, operands.map(lift), operation.attributes, bound);
          counts[fallbacks() > before ? 'evaluator' : 'device']++;
          return results.map((r) => literal(r.type as TensorType, eager.dataOf(r)));
        },
      });
      const program = inlineCalls(module, f.name);
      if (!isWhole(program)) return;
      const executable = compileProgram({ name: f.name, program, states: 0, writes: [] }, eager, { threads, sharedFrom: 0 });
      executable.run([], []);
      const { kernels } = executable.cost();
      counts.programs++;
      counts.kernels += kernels.kernels ?? 0;
      counts.host += kernels.host ?? 0;
    },
  };
}

export const deviceExecutors: readonly Executor[] = [...deviceNames.map((name) => onDevice(name)), onDevice('wasm-threads', 'wasm', 2)];
