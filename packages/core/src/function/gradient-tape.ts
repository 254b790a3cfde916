/** Records operations to differentiate them in reverse. Source: `tf.GradientTape`. */
import {
  type Applied,
  type Attributes,
  checkOptions,
  failure,
  inputsOf,
  isDifferentiableType,
  type Primitive,
  type Recorder,
  type Region,
  type Value,
  withoutRecorder,
  withRecorder,
} from '@millrace/ir';
import type { Tensor } from '../tensor/tensor.ts';
import type { Records, TapeView } from './backward.ts';
import { type GradientOptions, gradientOf, type Structured, sourceList } from './gradient-of.ts';
import { batchJacobianOf, type JacobianOptions, jacobianOf } from './jacobian.ts';
import type { Nested } from './nest.ts';
import { Variable } from './variable.ts';
import { type AccessListener, type ReadableVariable, withAccessListener } from './variable-access.ts';

export interface GradientTapeOptions {
  /** Whether gradients may be asked for more than once; the records then live as long as the tape. Default false. */
  readonly persistent?: boolean;
  /** Whether trainable variables are watched when they are read. Default true. */
  readonly watchAccessedVariables?: boolean;
}

/**
 * A tape of the operations that depend on watched tensors and variables.
 * Tapes nest: the gradients of an inner tape are recorded by an outer one, which gives derivatives of higher order.
 *
 * @example
 * const x = tf.constant(3);
 * const tape = new tf.GradientTape();
 * const y = tape.run(() => { tape.watch(x); return tf.square(x); });
 * tape.gradient(y, x); // 6
 */
export class GradientTape implements Recorder, AccessListener {
  readonly #persistent: boolean;
  readonly #watchReads: boolean;
  #records: Records = [];
  #tracked = new Set<Value>();
  /** The tensors that reads of each watched variable gave. */
  #reads = new Map<ReadableVariable, Set<Tensor>>();
  /** Variables under `watch`, which are watched whether they are trainable or not. */
  #explicit = new Set<ReadableVariable>();
  #running = false;
  #paused = false;
  #used = false;

  constructor(options: GradientTapeOptions = {}) {
    checkOptions('GradientTape', options, ['persistent', 'watchAccessedVariables']);
    this.#persistent = options.persistent ?? false;
    this.#watchReads = options.watchAccessedVariables ?? true;
  }

  /**
   * Runs `body` and records what it does. May be called again: records add up.
   * @throws FailedPreconditionError inside another `run` of this tape; TypeError when `body` is asynchronous
   */
  run<T>(body: (tape: this) => T): T {
    if (this.#running) throw failure('precondition', { op: 'GradientTape.run', message: 'the tape is recording already' });
    this.#running = true;
    try {
      const result = withRecorder(this, () => withAccessListener(this, () => body(this)));
      if (result instanceof Promise)
        throw failure('wrong-kind', {
          op: 'GradientTape.run',
          message: 'the function is asynchronous: what it does after its first await cannot be recorded',
          hint: 'await the data first, then run the tape on it',
        });
      return result;
    } finally {
      this.#running = false;
    }
  }

  /** Differentiates by these tensors or variables, too. One whose dtype is not floating or complex is refused with a warning. */
  watch(sources: Nested<Tensor | Variable>): void {
    for (const source of sourceList('GradientTape.watch', sources)) {
      if (!isDifferentiableType(source.type)) {
        console.warn(`GradientTape.watch: only floating and complex tensors have gradients; got dtype ${source.dtype}. Its gradient will be null.`);
      } else if (source instanceof Variable) {
        this.#explicit.add(source);
        this.#noteRead(source, source.value());
      } else this.#tracked.add(source);
    }
  }

  /** Runs `body` unrecorded: what it does counts as constant. */
  stopRecording<T>(body: () => T): T {
    const outer = this.#paused;
    this.#paused = true;
    try {
      return withoutRecorder(this, body);
    } finally {
      this.#paused = outer;
    }
  }

  /** Forgets everything that was recorded and watched. */
  reset(): void {
    this.#records = [];
    this.#tracked = new Set();
    this.#reads = new Map();
    this.#explicit = new Set();
    this.#used = false;
  }

  /** The variables that were watched, in order of their creation. */
  watchedVariables(): Variable[] {
    return [...this.#reads.keys()].sort((a, b) => a.id - b.id) as Variable[];
  }

  /**
   * Derivatives of the sum of all elements of all targets, in the structure of `sources`; null where nothing connects.
   * @throws FailedPreconditionError on a second use of a tape that is not persistent
   */
  gradient<S extends Nested<Tensor | Variable>>(targets: Nested<Tensor | Variable>, sources: S, options: GradientOptions = {}): Structured<S> {
    checkOptions('GradientTape.gradient', options, ['outputGradients', 'unconnectedGradients']);
    return this.#differentiate('gradient', () => gradientOf(this.#view(), targets, sources, options));
  }

  /**
   * All derivatives of all elements of `target`, of shape `[...target.shape, ...source.shape]`, in the structure of `sources`.
   * One backward pass over a batch of one-hot cotangents.
   */
  jacobian<S extends Nested<Tensor | Variable>>(target: Tensor, sources: S, options: JacobianOptions = {}): Structured<S> {
    checkOptions('GradientTape.jacobian', options, ['unconnectedGradients', 'parallelIterations', 'experimentalUsePfor']);
    return this.#differentiate('jacobian', () => jacobianOf(this.#view(), target, sources, options));
  }

  /**
   * The Jacobian of each example: target [batch, ...m] by source [batch, ...n] gives [batch, ...m, ...n]. Row i of the target may depend
   * on row i of the source only.
   * @throws ValueError when the batch sizes differ
   */
  batchJacobian(target: Tensor, source: Tensor, options: JacobianOptions = {}): Tensor | null {
    checkOptions('GradientTape.batchJacobian', options, ['unconnectedGradients', 'parallelIterations', 'experimentalUsePfor']);
    return this.#differentiate('batchJacobian', () => batchJacobianOf(this.#view(), target, source, options));
  }

  /** Called for every operation while the tape runs. */
  observe(primitive: Primitive, operands: readonly Value[], attributes: Attributes, regions: readonly Region[], results: readonly Value[]): void {
    if (this.#paused || this.#used || primitive.derivative === 'zero' || !this.#depends(operands, regions)) return;
    let moving = false;
    for (const r of results) {
      if (!isDifferentiableType(r.type)) continue;
      this.#tracked.add(r);
      moving = true;
    }
    if (moving) this.#records.push({ primitive, operands, attributes, regions, results } satisfies Applied);
  }

  tracks(value: Value): boolean {
    return !this.#paused && !this.#used && this.#tracked.has(value);
  }

  /** Called for every read of a variable while the tape runs. */
  variableRead(variable: ReadableVariable, tensor: Tensor): void {
    if (this.#paused || !isDifferentiableType(tensor.type)) return;
    if ((this.#watchReads && variable.trainable) || this.#explicit.has(variable)) this.#noteRead(variable, tensor);
  }

  #noteRead(variable: ReadableVariable, tensor: Tensor): void {
    let reads = this.#reads.get(variable);
    if (!reads) this.#reads.set(variable, (reads = new Set()));
    reads.add(tensor);
    this.#tracked.add(tensor);
  }

  #depends(operands: readonly Value[], regions: readonly Region[]): boolean {
    for (let i = 0; i < operands.length; i++) if (this.#tracked.has(operands[i])) return true;
    return regions.length > 0 && inputsOf({ operands, regions }).some((v) => this.#tracked.has(v));
  }

  #view(): TapeView {
    return { records: this.#records, readsOf: (v) => [...(this.#reads.get(v) ?? [])], release: !this.#persistent };
  }

  /** A tape that is not persistent stops here, and frees its records. */
  #differentiate<T>(method: string, body: () => T): T {
    if (this.#persistent) return body();
    if (this.#used) {
      throw failure('tape-used', {
        op: `GradientTape.${method}`,
        message: 'the tape is not persistent and was used already',
        hint: 'new tf.GradientTape({ persistent: true }), or list all sources in one call',
      });
    }
    this.#used = true;
    try {
      return withoutRecorder(this, body);
    } finally {
      this.#records = [];
      this.#tracked = new Set();
    }
  }
}
