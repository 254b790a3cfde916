/** Generators: streams of random numbers whose state is a variable. Source: `tf.random.Generator` with the Philox algorithm. */
import { advanceStream, checkOptions, currentBase, failure, i64, methods, type PhiloxState, showShape, streamOfWords } from '@millrace/ir';
import { Variable } from '../../function/variable.ts';
import { type TensorLike, toTensor } from '../../tensor/convert.ts';
import { asDtype, type DTypeLike } from '../../tensor/dtypes.ts';
import { checkInteger, type ShapeArgument } from '../../tensor/shape-argument.ts';
import { eager, type Tensor } from '../../tensor/tensor.ts';
import { fullRangeTensor, type NormalOptions, normalTensor, truncatedNormalTensor, type UniformOptions, uniformTensor } from './random-tensor.ts';
import { entropy, type Source } from './seed.ts';
import { streamTensor, wordsTensor } from './stream-tensor.ts';

/** The one algorithm there is; its number in TensorFlow is 1. */
export type GeneratorAlgorithm = 'philox';

export interface GeneratorOptions {
  /** [3], int64: the lower and the upper half of the counter, and the key. */
  readonly state: TensorLike;
  /** Default 'philox'. */
  readonly alg?: GeneratorAlgorithm;
}

/**
 * A stream of random numbers. Each draw moves the counter on, so two draws differ; equal states give equal numbers on every device.
 *
 * @example
 * tf.random.Generator.fromSeed(1).normal([2, 3]);
 */
export class Generator {
  readonly algorithm: GeneratorAlgorithm = 'philox';
  /** [3], int64; saved with checkpoints. */
  readonly state: Variable;

  constructor(options: GeneratorOptions) {
    checkOptions('random.Generator', options, ['state', 'alg']);
    checkAlgorithm(options.alg);
    const state = toTensor('random.Generator', options.state, i64);
    if (state.rank !== 1 || state.shape[0] !== 3)
      throw failure('invalid-value', { op: 'random.Generator', message: `the state has shape ${showShape(state.shape)}`, valid: '[3]' });
    this.state = new Variable(state, { trainable: false, name: 'StateVar', dtype: 'int64' });
  }

  /** The generator of a seed, which becomes its state. */
  static fromSeed(seed: number | bigint | readonly (number | bigint)[], alg?: GeneratorAlgorithm): Generator {
    return new Generator({ state: wordsTensor(stateOfSeed(seed)), alg });
  }
  /** A generator that nobody can foresee. */
  static fromNonDeterministicState(alg?: GeneratorAlgorithm): Generator {
    return new Generator({ state: streamTensor(entropy()), alg });
  }
  /** A generator of a key (one integer) and a counter (two). */
  static fromKeyCounter(key: number | bigint, counter: readonly (number | bigint)[], alg?: GeneratorAlgorithm): Generator {
    return new Generator({ state: wordsTensor([...stateOfSeed(counter).slice(0, 2), ...stateOfSeed(key).slice(0, 1)]), alg });
  }

  /** The key: one integer. */
  get key(): bigint {
    return words(this.state)[2];
  }

  /** Normal numbers. */
  normal(shape: ShapeArgument, options: NormalOptions = {}): Tensor {
    checkOptions('Generator.normal', options, ['mean', 'stddev', 'dtype']);
    return normalTensor('Generator.normal', shape, options, this.#source);
  }
  /** Normal numbers within two standard deviations of the mean. */
  truncatedNormal(shape: ShapeArgument, options: NormalOptions = {}): Tensor {
    checkOptions('Generator.truncatedNormal', options, ['mean', 'stddev', 'dtype']);
    return truncatedNormalTensor('Generator.truncatedNormal', shape, options, this.#source);
  }
  /** Numbers uniform in [minval, maxval). */
  uniform(shape: ShapeArgument, options: UniformOptions = {}): Tensor {
    checkOptions('Generator.uniform', options, ['minval', 'maxval', 'dtype']);
    return uniformTensor('Generator.uniform', shape, options, this.#source);
  }
  /** Integers over the whole range of the dtype; default uint64. */
  uniformFullInt(shape: ShapeArgument, options: { readonly dtype?: DTypeLike } = {}): Tensor {
    checkOptions('Generator.uniformFullInt', options, ['dtype']);
    const { element } = asDtype(options.dtype ?? 'uint64');
    if ((element.kind !== 'signed' && element.kind !== 'unsigned') || element.bits < 32)
      throw failure('operand-type', { op: 'Generator.uniformFullInt', message: `dtype is ${element.name}`, valid: 'int32, int64, uint32 or uint64' });
    return fullRangeTensor('Generator.uniformFullInt', shape, element, this.#source);
  }
  /** Seeds for stateless operations: [2, count], int64; the columns are the seeds. */
  makeSeeds(count: number = 1): Tensor {
    return this.uniformFullInt([2, checkInteger('Generator.makeSeeds', 'count', count, { min: 0 })], { dtype: 'int64' });
  }

  /** Independent generators with keys drawn from this one. */
  split(count: number = 1): Generator[] {
    const keys = this.uniformFullInt([checkInteger('Generator.split', 'count', count, { min: 0 })], { dtype: 'int64' });
    return [...(keys.dataSync() as unknown as BigInt64Array)].map((key) => new Generator({ state: wordsTensor([0n, 0n, key]) }));
  }
  /** Moves on as if `delta` numbers had been drawn. */
  skip(delta: number | bigint): void {
    if (currentBase() === eager) this.state.assign(streamTensor(advanceStream(this.#read(), delta)));
    else this.state.assign(methods.advanceStream(this.state.value(), { shape: [checkInteger('Generator.skip', 'delta', delta, { min: 0 })] }) as Tensor);
  }
  /** Sets the state: [3], int64. */
  reset(state: TensorLike): void {
    this.state.assign(state);
  }
  resetFromSeed(seed: number | bigint | readonly (number | bigint)[]): void {
    this.state.assign(wordsTensor(stateOfSeed(seed)));
  }
  resetFromKeyCounter(key: number | bigint, counter: readonly (number | bigint)[]): void {
    this.state.assign(wordsTensor([...stateOfSeed(counter).slice(0, 2), ...stateOfSeed(key).slice(0, 1)]));
  }

  readonly #source: Source = {
    stream: (count) => {
      const state = this.#read();
      this.state.assign(streamTensor(advanceStream(state, count)));
      return state;
    },
    state: (shape) => {
      const state = this.state.value();
      this.state.assign(methods.advanceStream(state, { shape }) as Tensor);
      return state;
    },
  };
  #read(): PhiloxState {
    return streamOfWords(words(this.state));
  }
}

let globalGenerator: Generator | null = null;

/** The generator that functions share; it begins unforeseeable. Source: `tf.random.get_global_generator`. */
export function getGlobalGenerator(): Generator {
  globalGenerator ??= Generator.fromNonDeterministicState();
  return globalGenerator;
}

/** Replaces the shared generator. */
export function setGlobalGenerator(generator: Generator): void {
  globalGenerator = generator;
}

function checkAlgorithm(alg: GeneratorAlgorithm = 'philox'): void {
  if (alg === 'philox') return;
  const hint = 'philox is the default of TensorFlow, too';
  throw failure('unimplemented', { op: 'random.Generator', message: `algorithm ${String(alg)} is not here`, valid: 'philox', hint });
}

/** Up to three integers, padded with zeros behind. */
function stateOfSeed(seed: number | bigint | readonly (number | bigint)[]): bigint[] {
  const list = Array.isArray(seed) ? (seed as readonly (number | bigint)[]) : [seed as number | bigint];
  if (list.length > 3) throw failure('value', { op: 'random.Generator', message: `the seed has ${list.length} integers`, valid: 'at most 3' });
  return [0, 1, 2].map((i) => {
    const word = list[i] ?? 0;
    return typeof word === 'bigint' ? BigInt.asUintN(64, word) : BigInt.asUintN(64, BigInt(checkInteger('random.Generator', 'seed', word)));
  });
}

const words = (state: Variable): bigint[] => [...(state.value().dataSync() as unknown as BigInt64Array)].map((w) => BigInt.asUintN(64, w));
