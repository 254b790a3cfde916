/** Functions that are traced once for each signature of their arguments, and then run as compiled programs. Source: `tf.function`. */
import { checkOptions, currentUserFrames, failure, OpError, symbolName, type TensorType, tensorType } from '@millrace/ir';
import { checkInteger } from '../../tensor/shape-argument.ts';
import { eager, Tensor } from '../../tensor/tensor.ts';
import { flatten, type Nested, packSequenceAs } from '../nest.ts';
import type { Variable } from '../variable.ts';
import { conform, type Detail, isTensorLeaf, showArgument, signatureOf, tensorsOf, withTensors } from './arguments.ts';
import { Concrete } from './concrete.ts';
import { type ConcreteFunction, concreteFunction } from './concrete-function.ts';
import { RetracingMonitor } from './retracing.ts';
import { asSpec, isSpecLike, TensorSpec, type TensorSpecLike, typeOfSpec } from './tensor-spec.ts';
import { returnedBy, traceFunction } from './trace-function.ts';
import type { TracedResult } from './traced-result.ts';

export interface FunctionOptions {
  /** One spec (or structure of specs) for each argument: there is one trace, and calls that it does not take raise. */
  readonly inputSignature?: readonly Nested<TensorSpecLike>[];
  /** Whether everything must compile into one program. It does in any case: nothing here runs beside a program. */
  readonly jitCompile?: boolean;
  /** Whether sizes that differ between calls become open sizes at the second trace. Default false. */
  readonly reduceRetracing?: boolean;
  /** For messages. Default: the name of the function. */
  readonly name?: string;
  /** Arguments, by position, whose tensors the call may use up: they raise when they are used later. */
  readonly donate?: readonly number[];
}

const optionKeys: readonly string[] = ['inputSignature', 'jitCompile', 'reduceRetracing', 'name', 'donate'];

/** A function made by `tf.function`. */
export interface TracedFunction<A extends readonly unknown[], R> {
  (...args: A): TracedResult<R>;
  readonly name: string;
  /** How often `f` has been traced. */
  readonly tracingCount: number;
  /**
   * The trace for arguments like these: values, or a `tf.TensorSpec` for any tensor. Traces where there is none yet. Without arguments: the trace of
   * `inputSignature`.
   */
  getConcreteFunction(...args: readonly unknown[]): ConcreteFunction<R>;
  /** Arguments and results of all traces, as text. */
  prettyPrintedConcreteSignatures(): string;
}

let runsEagerly = false;

const callListeners = new Set<(called: ConcreteFunction) => void>();

/** Calls `listener` with each trace that is called, before it runs, until the answer is called: for those who record programs. Source: `tf.summary.trace_on`. */
export function onFunctionCall(listener: (called: ConcreteFunction) => void): () => void {
  callListeners.add(listener);
  return () => void callListeners.delete(listener);
}

/** Whether `tf.function`s run their functions as they are, without tracing: to debug them. Source: `tf.config.run_functions_eagerly`. */
export function runFunctionsEagerly(eagerly: boolean): void {
  if (typeof eagerly !== 'boolean') throw failure('wrong-kind', { op: 'config.runFunctionsEagerly', message: `got ${typeof eagerly}`, valid: 'true or false' });
  runsEagerly = eagerly;
}
export const functionsRunEagerly = (): boolean => runsEagerly;

/**
 * A function that behaves as `f` and runs as a compiled program.
 *
 * `f` is called once for each signature of its arguments (tensors by dtype and shape, numbers and strings by value, variables and objects by identity):
 * that is a trace. What `f` does besides operations on tensors happens then and not later: `console.log`, pushing to arrays, reading the clock.
 * Variables are read and assigned at every call; tensors from outside keep the values that they had. A call that fails changes no variable.
 *
 * @throws in a trace: FailedPreconditionError where JavaScript needs the data of a tensor (`x.item()`, `if (x.less(y).item())`); ValueError when
 *   variables are made in a trace other than the first; TypeError when `f` is asynchronous
 * @example
 * const step = tf.function((x) => tf.reduceSum(tf.square(x)));
 * step(tf.constant([1, 2])).item(); // 5
 */
function tracedFunction<A extends readonly unknown[], R>(f: (...args: A) => R, options: FunctionOptions = {}): TracedFunction<A, R> {
  if (typeof f !== 'function') throw failure('wrong-kind', { op: 'function', message: `got ${showArgument(f)}`, valid: 'a function' });
  // As a decorator of a method it gets the method's description where options would be.
  const context = options as { readonly kind?: unknown; readonly name?: unknown };
  const isDecorator = context.kind === 'method';
  const given: FunctionOptions = isDecorator ? { name: String(context.name) } : options;
  const core = new TracedCore(f as (...args: readonly unknown[]) => unknown, given);
  const callable = function (this: unknown, ...args: readonly unknown[]): unknown {
    return core.call(this, args);
  };
  return Object.defineProperties(callable, {
    name: { value: core.name },
    length: { value: f.length },
    tracingCount: { get: () => core.tracingCount, enumerable: true },
    getConcreteFunction: {
      value(this: unknown, ...args: readonly unknown[]) {
        return core.concreteFunction(args);
      },
    },
    prettyPrintedConcreteSignatures: { value: () => core.signatures() },
  }) as unknown as TracedFunction<A, R>;
}

export { tracedFunction as function };

/** How a call names the receiver: `this` is part of the signature, by identity. */
const receiverSignature = (self: unknown): string => (self === undefined || self === globalThis ? '' : signatureOf(self, 'type'));

class TracedCore {
  readonly name: string;
  readonly #f: (...args: readonly unknown[]) => unknown;
  readonly #options: FunctionOptions;
  readonly #signature: readonly unknown[] | null;
  /** By signature with types. Several where variables of the function have changed their types. */
  readonly #exact = new Map<string, Concrete[]>();
  /** Traces with open sizes, by signature with ranks. */
  readonly #general = new Map<string, Concrete[]>();
  readonly #tracing = new Set<string>();
  readonly #monitor: RetracingMonitor;
  tracingCount: number = 0;

  constructor(f: (...args: readonly unknown[]) => unknown, options: FunctionOptions) {
    checkOptions('function', options, optionKeys);
    this.#f = f;
    this.#options = options;
    this.name = options.name ?? (f.name || 'anonymous');
    this.#signature = options.inputSignature ? options.inputSignature.map((s, i) => specsIn(s, `inputSignature[${i}]`)) : null;
    for (const [i, index] of (options.donate ?? []).entries()) checkInteger('function', `donate[${i}]`, index, { min: 0 });
    this.#monitor = new RetracingMonitor(this.name);
  }

  call(self: unknown, given: readonly unknown[]): unknown {
    const args = this.#signature ? conform(this.name, given, this.#signature) : given;
    if (runsEagerly) {
      const { structure, leaves } = returnedBy(this.name, this.#f.apply(self, args as unknown[]));
      return packSequenceAs(structure, leaves);
    }
    const tensors = tensorsOf(args);
    const concrete = this.#concreteFor(self, args, tensors);
    if (callListeners.size > 0) for (const listener of callListeners) listener(concreteFunction(concrete, args));
    const result = concrete.call(tensors);
    if (this.#options.donate) this.#release(args);
    return result;
  }

  concreteFunction<R>(given: readonly unknown[]): ConcreteFunction<R> {
    const args = given.length === 0 && this.#signature ? this.#signature : given.map((x) => specsIn(x, null));
    const checked = this.#signature && args !== this.#signature ? conformSpecs(this.name, args, this.#signature) : args;
    const types = typesOf(checked);
    const concrete = this.#find(undefined, checked, types) ?? this.#trace(undefined, checked, types);
    return concreteFunction<R>(concrete, checked);
  }

  signatures(): string {
    const all = new Set([...this.#exact.values(), ...this.#general.values()].flat());
    return [...all]
      .map((c) => `${this.name}(${c.inputTypes.join(', ')}) -> (${c.traced.leaves.map((l) => (l.from === 'trace' ? String(l.value) : l.type)).join(', ')})`)
      .join('\n');
  }

  #concreteFor(self: unknown, args: readonly unknown[], tensors: readonly Tensor[]): Concrete {
    const types = tensors.map((t) => t.type);
    const found = this.#find(self, args, types);
    if (found) {
      this.#monitor.called();
      return found;
    }
    const made = this.#trace(self, args, types);
    this.#monitor.traced(args, this.tracingCount);
    return made;
  }

  #key(self: unknown, args: readonly unknown[], detail: Detail): string {
    return `${receiverSignature(self)}(${args.map((x) => signatureOf(x, detail)).join()})`;
  }

  /** The exact trace, else one with open sizes that takes these. */
  #find(self: unknown, args: readonly unknown[], types: readonly TensorType[]): Concrete | undefined {
    const exact = this.#exact.get(this.#key(self, args, 'type'))?.find((c) => c.fits(types));
    if (exact || this.#general.size === 0) return exact;
    return this.#general.get(this.#key(self, args, 'rank'))?.find((c) => c.fits(types));
  }

  #trace(self: unknown, args: readonly unknown[], types: readonly TensorType[]): Concrete {
    const open = this.#openTypes(self, args, types);
    if (open === null) return this.#traceFor(self, args, types);
    try {
      const concrete = this.#traceFor(self, args, open);
      // Guards may exclude these sizes, as where a trace took an open size for one that is not 1: they get a trace of their own.
      return concrete.fits(types) ? concrete : this.#traceFor(self, args, types);
    } catch (error) {
      // What has no form for open sizes is traced for the sizes at hand, unless the user has asked for open ones.
      if (this.#signature || !(error instanceof OpError) || error.code !== 'unimplemented') throw error;
      return this.#traceFor(self, args, types);
    }
  }

  /** The types to trace for in place of exact ones: those of the signature, or what these have in common with earlier traces. */
  #openTypes(self: unknown, args: readonly unknown[], types: readonly TensorType[]): readonly TensorType[] | null {
    if (this.#signature) {
      if (this.#general.size > 0) return null;
      const open = typesOf(this.#signature);
      return open.some((t) => !t.isStatic) ? open : null;
    }
    if (!this.#options.reduceRetracing) return null;
    const earlier = this.#general.get(this.#key(self, args, 'rank')) ?? [];
    if (earlier.length === 0) return null;
    const open = earlier.reduce<readonly TensorType[]>((sum, c) => sum.map((t, i) => inCommon(t, c.inputTypes[i], `arg${i}`)), types);
    const isNew = open.some((t) => !t.isStatic) && !earlier.some((c) => c.inputTypes.every((t, i) => t === open[i]));
    return isNew ? open : null;
  }

  #traceFor(self: unknown, args: readonly unknown[], types: readonly TensorType[]): Concrete {
    const key = `${this.#key(self, args, 'place')} ${types.map((t) => t.id).join()}`;
    if (this.#tracing.has(key))
      throw failure('unimplemented', { op: this.name, message: 'the function calls itself with arguments of the same signature', hint: 'tf.whileLoop' });
    this.#tracing.add(key);
    try {
      const created: Variable[] = [];
      let traced = this.#traceOnce(self, args, types, this.tracingCount === 0 ? created : null);
      // The first trace made the variables; the program is that of a trace that finds them.
      if (created.length > 0) traced = this.#traceOnce(self, args, types, null);
      const concrete = new Concrete(traced, types);
      if (concrete.isReusable) this.#keep(self, args, types, concrete);
      return concrete;
    } finally {
      this.#tracing.delete(key);
    }
  }

  #traceOnce(self: unknown, args: readonly unknown[], types: readonly TensorType[], created: Variable[] | null): ReturnType<typeof traceFunction> {
    this.tracingCount++;
    return traceFunction(
      this.name,
      types,
      (inputs) => this.#f.apply(self, withTensors(args, inputs)),
      (variable) => {
        if (created) created.push(variable);
        else
          throw failure('retraced-variables', {
            op: this.name,
            message: `variable '${variable.name}' is made in a trace that is not the function's first`,
            valid: 'tf.function only supports variables that are made once, in the first trace',
            hint: 'make it outside, or keep it: v ??= new tf.Variable(…)',
          });
      },
    );
  }

  #keep(self: unknown, args: readonly unknown[], types: readonly TensorType[], concrete: Concrete): void {
    const isOpen = types.some((t) => !t.isStatic);
    if (!isOpen) add(this.#exact, this.#key(self, args, 'type'), concrete);
    if (isOpen || this.#options.reduceRetracing) add(this.#general, this.#key(self, args, 'rank'), concrete);
  }

  #release(args: readonly unknown[]): void {
    const place = currentUserFrames()[0];
    for (const index of this.#options.donate ?? []) {
      const leaves = flatten<unknown>(args[index] as Nested<unknown>);
      for (const leaf of leaves) if (leaf instanceof Tensor) eager.release(leaf, `donated to ${this.name}${place ? ` at ${place}` : ''}`);
    }
  }
}

function add(map: Map<string, Concrete[]>, key: string, concrete: Concrete): void {
  const list = map.get(key);
  if (list) list.unshift(concrete);
  else map.set(key, [concrete]);
}

/** The least general type of both; they have one dtype and rank. */
function inCommon(a: TensorType, b: TensorType, prefix: string): TensorType {
  if (a === b) return a;
  const open = typeOfSpec(new TensorSpec({ shape: a.shape.map(() => null) }), prefix);
  const sizes = a.shape.map((d, axis) => (d === b.shape[axis] && symbolName(d) === undefined ? d : open.shape[axis]));
  return tensorType(a.element, sizes);
}

/** A structure with `TensorSpec`s in place of what reads as one. Where `place` is given every leaf must. */
function specsIn(x: unknown, place: string | null): unknown {
  if (isSpecLike(x)) return asSpec(x);
  if (Array.isArray(x)) return x.map((v, i) => specsIn(v, place && `${place}[${i}]`));
  if (x instanceof Map) return new Map([...(x as ReadonlyMap<string, unknown>)].map(([k, v]) => [k, specsIn(v, place && `${place}.${k}`)]));
  if (typeof x === 'object' && x !== null && Object.getPrototypeOf(x) === Object.prototype)
    return Object.fromEntries(Object.entries(x).map(([k, v]) => [k, specsIn(v, place && `${place}.${k}`)]));
  if (place !== null) throw failure('wrong-kind', { op: 'function', message: `${place} is ${showArgument(x)}`, valid: 'a tf.TensorSpec, or { shape, dtype }' });
  return x;
}

/** Arguments of getConcreteFunction against a signature: those of the signature, after a check. */
function conformSpecs(op: string, args: readonly unknown[], signature: readonly unknown[]): readonly unknown[] {
  const [given, wanted] = [args, signature].map((s) => flatten<unknown>(s as Nested<unknown>));
  const fits = given.length === wanted.length && wanted.every((w, i) => isTensorLeaf(given[i]) && (w as TensorSpec).isCompatibleWith(given[i] as Tensor));
  if (fits) return signature;
  throw failure('wrong-kind', { op, message: `got ${showArgument(args)}`, valid: showArgument(signature) });
}

/** The types of the tensors in arguments; open sizes of specs become symbols. */
function typesOf(args: readonly unknown[]): TensorType[] {
  const leaves = flatten<unknown>(args as Nested<unknown>).filter(isTensorLeaf);
  return leaves.map((x, i) => (x instanceof TensorSpec ? typeOfSpec(x, `arg${i}`) : tensorsOf([x])[0].type));
}
