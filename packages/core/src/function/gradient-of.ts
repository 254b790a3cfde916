/** Gradients of what a tape recorded: targets and sources in any structure, seeds, unconnected sources. */
import { failure, isDifferentiableType, methods, showShape, unknownChoice, type Value } from '@millrace/ir';
import { Tensor } from '../tensor/tensor.ts';
import { asTensor } from './as-tensor.ts';
import { type TapeView, walkBack } from './backward.ts';
import { flatten, type Nested, packSequenceAs } from './nest.ts';
import { Variable } from './variable.ts';

/** What a source without connection to any target gets: null, or zeros of its shape. */
export type UnconnectedGradients = 'none' | 'zero';

export interface GradientOptions {
  /** Weights of the targets' elements, in the structure of the targets; null stands for ones. Default: all ones. */
  readonly outputGradients?: Nested<Tensor | null>;
  /** Default 'none'. */
  readonly unconnectedGradients?: UnconnectedGradients;
}

/** The structure `S` with a gradient in place of each tensor and variable. */
export type Structured<S> = S extends Tensor | Variable
  ? Tensor | null
  : S extends ReadonlyMap<string, infer V>
    ? Map<string, Structured<V>>
    : { -readonly [K in keyof S]: Structured<S[K]> };

/** See `GradientTape.gradient`. */
export function gradientOf<S extends Nested<Tensor | Variable>>(
  tape: TapeView,
  targets: Nested<Tensor | Variable>,
  sources: S,
  options: GradientOptions,
): Structured<S> {
  const op = 'GradientTape.gradient';
  const unconnected = checkUnconnected(op, options.unconnectedGradients);
  const list = sourceList(op, sources);
  const seeds = seedsOf(op, tape, sourceList(op, targets), options.outputGradients);
  const cotangents = walkBack(tape.records, seeds, sourceTensors(tape, list), tape.release);
  return packSources(
    sources,
    list.map((source) => sourceCotangent(tape, cotangents, source) ?? zerosIf(unconnected, source)),
  );
}

/** The leaves of a structure of tensors and variables. Throws TypeError for other leaves. */
export function sourceList(op: string, structure: Nested<Tensor | Variable>): (Tensor | Variable)[] {
  const leaves = flatten<Tensor | Variable>(structure);
  for (const leaf of leaves) {
    if (leaf instanceof Tensor || leaf instanceof Variable) continue;
    throw failure('wrong-kind', { op, message: `got ${leaf === null ? 'null' : typeof leaf}`, valid: 'a tensor or a variable, or a structure of them' });
  }
  return leaves;
}

export function checkUnconnected(op: string, given: UnconnectedGradients = 'none'): UnconnectedGradients {
  if (given !== 'none' && given !== 'zero') throw failure('value', { op, message: `unconnectedGradients: ${unknownChoice(given, ['none', 'zero'])}` });
  return given;
}

/** The tensors that sources stand for: a variable has one for each value that was read. */
export const sourceTensors = (tape: TapeView, sources: readonly (Tensor | Variable)[]): Tensor[] =>
  sources.flatMap((s) => (s instanceof Variable ? tape.readsOf(s) : [s]));

/** The cotangent of a source after a walk; null where it has none. */
export function sourceCotangent(tape: TapeView, cotangents: ReadonlyMap<Value, Value>, source: Tensor | Variable): Value | null {
  let sum: Value | null = null;
  for (const tensor of sourceTensors(tape, [source])) sum = methods.add2(sum, cotangents.get(tensor) ?? null);
  return sum;
}

/** Zeros like the source where they were asked for. */
export const zerosIf = (unconnected: UnconnectedGradients, source: Tensor | Variable): Value | null =>
  unconnected === 'zero' ? methods.zeros(source.type) : null;

/** Gradients in the structure of the sources. */
export const packSources = <S>(sources: S, gradients: readonly (Value | null)[]): Structured<S> =>
  packSequenceAs(
    sources as Nested<unknown>,
    gradients.map((g) => g && asTensor(g)),
  ) as Structured<S>;

function seedsOf(op: string, tape: TapeView, targets: readonly (Tensor | Variable)[], given: Nested<Tensor | null> | undefined): Map<Value, Value> {
  const weights = given === undefined ? targets.map(() => null) : flatten<Tensor | null>(given);
  if (weights.length !== targets.length)
    throw failure('value', { op, message: `outputGradients has ${weights.length} tensors; there are ${targets.length} targets` });
  targets.forEach((target, i) => checkSeed(op, target, weights[i]));
  const seeds = new Map<Value, Value>();
  targets.forEach((target, i) => {
    if (!isDifferentiableType(target.type)) return warnDtype(op, target);
    for (const tensor of sourceTensors(tape, [target])) {
      const sum = methods.add2(seeds.get(tensor) ?? null, weights[i] ?? methods.ones(tensor.type));
      if (sum) seeds.set(tensor, sum);
    }
  });
  return seeds;
}

function checkSeed(op: string, target: Tensor | Variable, weight: Tensor | null): void {
  if (weight === null || weight.type === target.type) return;
  if (weight.dtype !== target.dtype)
    throw failure('dtype-mismatch', { op, message: `outputGradients has dtype ${weight.dtype}, its target ${target.dtype}`, hint: 'tf.cast' });
  if (weight.rank !== target.type.rank || weight.type.shape.some((d, i) => d !== target.type.shape[i]))
    throw failure('shape-mismatch', { op, message: `outputGradients has shape ${showShape(weight.shape)}, its target ${showShape(target.shape)}` });
}

/** Targets that no gradient can leave are worth a word: it is mostly a forgotten cast. */
export function warnDtype(op: string, target: Tensor | Variable): void {
  console.warn(`${op}: only floating and complex targets have gradients; got dtype ${target.dtype}. The gradient is null.`);
}
