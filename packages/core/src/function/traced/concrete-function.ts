/** One trace of a `tf.function` as users hold it. Source: `tf.function(f).get_concrete_function`. */
import { checkOptions, failure, moduleOf, type Program } from '@millrace/ir';
import { type Executable, optimizeForDevice } from '@millrace/runtime';
import { checkChoice } from '../../tensor/shape-argument.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Variable } from '../variable.ts';
import { showArgument, showTensorType, signatureOf, tensorsOf } from './arguments.ts';
import type { Concrete } from './concrete.ts';
import { specOfType, type TensorSpec } from './tensor-spec.ts';
import type { TracedResult } from './traced-result.ts';

/** What a program can be shown as: as it was traced, after the passes of the compiler, as the steps that run, or as the code of their kernels. */
export type CompilerStage = 'stablehlo' | 'optimized' | 'loops' | 'wasm';

/** A program for one signature, as a function. */
export interface ConcreteFunction<R = unknown> {
  /** Takes arguments like those that it was traced for, and no others. */
  (...args: readonly unknown[]): TracedResult<R>;
  readonly name: string;
  /** The tensors that it takes, in order; open sizes are null. */
  readonly inputs: readonly TensorSpec[];
  /** The tensors that it returns, in order. */
  readonly outputs: readonly TensorSpec[];
  /** What it reads or assigns. */
  readonly variables: readonly Variable[];
  /** Tensors from outside that it uses, with the values that they had. */
  readonly captures: readonly Tensor[];
  /** Arguments: values of `variables`, `captures`, inputs. Results: new values of assigned variables, outputs. */
  readonly program: Program;
  /** What runs, with reports of memory and cost. Throws FailedPreconditionError where sizes are open and nothing has run yet. */
  readonly executable: Executable;
  /** The program as MLIR text; for the stage 'loops' a listing of its kernel calls, for 'wasm' the text of those kernels. */
  compilerIr(options?: { readonly stage?: CompilerStage }): Promise<string>;
  toString(): string;
}

/** A trace as a function of arguments whose structure is that of `traced`. */
export function concreteFunction<R>(concrete: Concrete, traced: readonly unknown[]): ConcreteFunction<R> {
  const { name } = concrete.traced;
  const leaves = concrete.traced.leaves.flatMap((l) => (l.from === 'trace' ? [] : [l.type]));
  const inputs = concrete.inputTypes.map((t) => specOfType(t));
  const signature = (args: readonly unknown[]): string => args.map((x) => signatureOf(x, 'place')).join();
  const wanted = signature(traced);
  const callable = (...args: readonly unknown[]): unknown => {
    if (signature(args) !== wanted) throw failure('wrong-kind', { op: name, message: `got ${showArgument(args)}`, valid: showArgument(traced) });
    const tensors = tensorsOf(args);
    checkTypes(name, tensors, inputs);
    return concrete.call(tensors);
  };
  const text = (): string => `ConcreteFunction ${name}(${concrete.inputTypes.map(showTensorType).join(', ')}) -> (${leaves.map(showTensorType).join(', ')})`;
  return Object.defineProperties(callable, {
    name: { value: name },
    inputs: { value: inputs, enumerable: true },
    outputs: { value: leaves.map((t) => specOfType(t)), enumerable: true },
    variables: { get: () => concrete.variables, enumerable: true },
    captures: { value: concrete.traced.captures, enumerable: true },
    program: { value: concrete.traced.program, enumerable: true },
    executable: { get: () => concrete.executable, enumerable: true },
    compilerIr: { value: (options?: { readonly stage?: CompilerStage }) => compilerIr(concrete, options) },
    toString: { value: text },
  }) as unknown as ConcreteFunction<R>;
}

function checkTypes(name: string, tensors: readonly Tensor[], inputs: readonly TensorSpec[]): void {
  tensors.forEach((x, i) => {
    if (inputs[i].isCompatibleWith(x)) return;
    const code = x.dtype === inputs[i].dtype ? 'value' : 'wrong-kind';
    throw failure(code, { op: name, message: `tensor ${i} of the arguments is ${showArgument(x)}`, valid: showArgument(inputs[i]) });
  });
}

/** MLIR text is loaded where it is asked for: most programs that use functions never print them. */
async function compilerIr(concrete: Concrete, options: { readonly stage?: CompilerStage } = {}): Promise<string> {
  checkOptions('compilerIr', options, ['stage']);
  const stage = checkChoice('compilerIr', 'stage', options.stage ?? 'stablehlo', ['stablehlo', 'optimized', 'loops', 'wasm']);
  if (stage === 'loops') return concrete.executable.listing();
  if (stage === 'wasm') return concrete.executable.code();
  const { printModule } = await import('@millrace/ir/text');
  const { name, program } = concrete.traced;
  return printModule(moduleOf(identifier(name), stage === 'optimized' ? optimizeForDevice(program) : program));
}

/** A name of a function in MLIR text. */
const identifier = (name: string): string => name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?![A-Za-z_])/, '_');
