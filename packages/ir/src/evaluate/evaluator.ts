/** The reference evaluator: runs programs on literals with each primitive's `evaluate`. Slow, and the oracle of every backend. */
import type { Builder, Region, Value, ValueHost } from '../builder/value.ts';
import { plainHost } from '../builder/value.ts';
import { failure, unreachable } from '../errors/index.ts';
import type { Attributes } from '../primitive/attributes.ts';
import type { Primitive, RegionCall } from '../primitive/primitive.ts';
import { functionNamed, type Module, type Operation, type Program, type ProgramValue } from '../program/program.ts';
import type { Literal } from '../types/literal.ts';
import { type EvalContext, type EvalValue, type ProcessContext, typeOfEval } from './context.ts';
import { evaluateWithQuantized } from './quantized.ts';
import { type RandomSource, randomSource } from './random-source.ts';
import { evaluateScalar } from './scalar.ts';

/** A process alone in the world. */
export const singleProcess: ProcessContext = {
  replicaId: 0,
  partitionId: 0,
  replicas: 1,
  partitions: 1,
  exchange: (_channel, group, operands) => group.map(() => operands),
  send: () => aloneFailure('send'),
  receive: () => aloneFailure('recv'),
  infeed: () => aloneFailure('infeed'),
  outfeed: () => aloneFailure('outfeed'),
};

function aloneFailure(op: string): never {
  throw failure('evaluation', {
    op,
    message: 'has nobody to communicate with',
    hint: 'run the program in a grid of processes (runGrid, interpreter.run_parallel)',
  });
}

/** Runs one operation elsewhere, or answers undefined to leave it to the evaluator. Regions come with the values that they capture. */
export type RunElsewhere = (
  operation: Operation,
  operands: readonly EvalValue[],
  regions: readonly { readonly program: Program; readonly captures: readonly EvalValue[] }[],
) => readonly EvalValue[] | undefined;

export interface EvaluateOptions {
  /** The module whose functions calls name. */
  readonly module?: Module;
  readonly process?: ProcessContext;
  readonly print?: (text: string) => void;
  /** Starts the stream that `rng` draws from. Default 0. */
  readonly seed?: bigint;
  /** The stream itself, to go on with; default a new one. */
  readonly random?: RandomSource;
  /** A device to ask first, operation by operation: how conformance runs programs on devices. */
  readonly elsewhere?: RunElsewhere;
}

/** The results of a program on evaluated arguments. */
export function evaluateProgram(program: Program, args: readonly EvalValue[], given: EvaluateOptions = {}): readonly EvalValue[] {
  // Regions and calls go on with the stream of the program around them.
  const options = given.random ? given : { ...given, random: randomSource(given.seed ?? 0n) };
  if (args.length < program.arguments.length) {
    throw failure('evaluation', { op: 'program', message: `a program or region takes ${program.arguments.length} values; got ${args.length}` });
  }
  const environment = new Map<ProgramValue, EvalValue>();
  program.arguments.forEach((place, i) => environment.set(place, args[i]));
  const read = (place: ProgramValue): EvalValue => environment.get(place) ?? unreachable('a program uses a value before it is defined');
  const base = contextOf(options);
  for (const operation of program.operations) {
    const operands = operation.operands.map(read);
    const regions = operation.regions.map((r) => ({ program: r.program, captures: r.captures.map(read) }));
    const results = options.elsewhere?.(operation, operands, regions) ?? evaluateHere(operation, operands, regions, base, options);
    operation.results.forEach((place, i) => environment.set(place, results[i]));
  }
  return program.results.map(read);
}

function evaluateHere(
  { primitive, attributes, results }: Operation,
  operands: readonly EvalValue[],
  regions: readonly { readonly program: Program; readonly captures: readonly EvalValue[] }[],
  base: Omit<EvalContext, 'resultTypes'>,
  options: EvaluateOptions,
): readonly EvalValue[] {
  const calls = regions.map(
    (r): RegionCall =>
      (...inner) => [...evaluateProgram(r.program, [...r.captures, ...inner], options)],
  );
  return evaluateWithQuantized(primitive, operands, attributes, calls, { ...base, resultTypes: results.map((r) => r.type) });
}

function contextOf(options: EvaluateOptions): Omit<EvalContext, 'resultTypes'> {
  return {
    process: options.process ?? singleProcess,
    print: options.print ?? (() => {}),
    random: options.random ?? randomSource(options.seed ?? 0n),
    evaluateScalar,
    call: (symbol, args, as) => evaluateProgram(calleeOf(options, symbol), args, as ? { ...options, ...as, ...ownStream(options, as.process) } : options),
    signature(symbol) {
      const callee = calleeOf(options, symbol);
      return { arguments: callee.arguments.map((a) => a.type), results: callee.results.map((r) => r.type) };
    },
  };
}

/** Each process draws from a stream of its own, from the beginning: a replay must see the same numbers. */
function ownStream({ seed = 0n }: EvaluateOptions, { replicaId, partitionId, partitions }: ProcessContext): Pick<EvaluateOptions, 'seed' | 'random'> {
  return { seed: seed + BigInt(replicaId * partitions + partitionId), random: undefined };
}

function calleeOf(options: EvaluateOptions, symbol: string): Program {
  const callee = options.module && functionNamed(options.module, symbol);
  if (!callee) throw failure('evaluation', { op: 'call', message: `no function @${symbol} in the module` });
  return callee.program;
}

/** What `rng` draws from when it runs by itself: one stream for the process, so that two calls differ. */
const eagerRandom: RandomSource = randomSource(0n);

/** Evaluates one operation on literals; types are inferred, so bad operands raise. */
export function evaluateOperation(
  primitive: Primitive,
  operands: readonly EvalValue[],
  attributes: Attributes = {},
  regions: readonly { program: Program; captures: readonly EvalValue[] }[] = [],
  options: EvaluateOptions = { random: eagerRandom },
): readonly EvalValue[] {
  const complete = primitive.complete(attributes);
  const types = operands.map((o) => typeOfEval(o) ?? unreachable('only tensors have a type of their own'));
  const resultTypes = primitive.infer(
    types,
    complete,
    regions.map((r) => r.program),
  );
  const calls = regions.map(
    (r): RegionCall =>
      (...inner) => [...evaluateProgram(r.program, [...r.captures, ...inner], options)],
  );
  return evaluateWithQuantized(primitive, operands, complete, calls, { ...contextOf(options), resultTypes });
}

/** A base builder whose values are literals: the evaluator as a device. */
export class EvalBuilder implements Builder {
  readonly level: number = 0;
  readonly #host: ValueHost;
  readonly #random: RandomSource = randomSource(0n);
  constructor(host: ValueHost = plainHost) {
    this.#host = host;
  }
  apply(primitive: Primitive, operands: readonly Value[], attributes: Attributes, regions: readonly Region[]): readonly Value[] {
    const data = (v: Value): EvalValue => v.payload as EvalValue;
    const results = evaluateOperation(
      primitive,
      operands.map(data),
      attributes,
      regions.map((r) => ({ program: r.program, captures: r.captures.map(data) })),
      { random: this.#random },
    );
    return results.map((r) => this.#host.make(typeOfEval(r) ?? unreachable('eager results are tensors'), this, r));
  }
  constant(literal: Literal): Value {
    return this.#host.make(literal.type, this, literal);
  }
}
