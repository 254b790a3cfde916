/** Functions over the slices of tensors along axis 0: `mapFn`, `foldl`, `foldr`, `scan`. Eager loops; inside a trace one millrace.scan. */
import { checkOptions, currentBase, failure, isStatic, methods, showShape, type TensorType, tensorType } from '@millrace/ir';
import type { TensorLike } from '../tensor/convert.ts';
import { asDtype, type DTypeLike } from '../tensor/dtypes.ts';
import { eager, type Tensor } from '../tensor/tensor.ts';
import { asTensor } from './as-tensor.ts';
import { type Elements, elementsOf, rowOf, type Slices, stackRows, tensorsIn } from './elements.ts';
import { assertSameStructure, flatten, mapStructure, type Nested, packSequenceAs } from './nest.ts';
import { traceLoop } from './state-regions.ts';

/** Steps are unrolled where tapes can record them: on data. Inside a trace they become a loop. */
const isUnrolled = (tensors: readonly Tensor[]): boolean => currentBase() === eager && tensors.every((t) => isStatic(t.type.shape[0]));

const sliceType = (t: Tensor): TensorType => tensorType(t.type.element, t.type.shape.slice(1));

export interface MapOptions {
  /** Dtypes of the results in their structure; checked. Default: whatever `fn` returns. */
  readonly fnOutputSignature?: Nested<DTypeLike>;
}

/**
 * Applies `fn` to every slice along axis 0, one after the other, and stacks the results. Source: `tf.map_fn`.
 * @param fn     takes one slice in the structure of `elems`; returns any structure of tensors
 * @param elems  tensors with equal first sizes; an array of plain values is one tensor
 * @throws ValueError when first sizes differ, or results have different types
 */
export function mapFn<E, R>(fn: (slice: Slices<NoInfer<E>>) => R, elems: E, options: MapOptions = {}): R {
  const op = 'mapFn';
  checkOptions(op, options, ['fnOutputSignature']);
  const elements = elementsOf(op, elems);
  const step = (_: readonly Tensor[], slices: readonly Tensor[]): Step => {
    const made = tensorsIn(op, fn(packSequenceAs(elements.structure, slices) as unknown as Slices<E>));
    return { carry: [], outputs: flatten<Tensor>(made), structure: made };
  };
  const { outputs, structure } = runSteps(op, step, [], elements, false);
  checkSignature(op, outputs, options.fnOutputSignature);
  return packSequenceAs(structure as Nested<unknown>, outputs) as unknown as R;
}

function checkSignature(op: string, outputs: readonly Tensor[], signature: Nested<DTypeLike> | undefined): void {
  if (signature === undefined) return;
  const wanted = flatten<DTypeLike>(signature).map(asDtype);
  if (wanted.length !== outputs.length)
    throw failure('value', { op, message: `fnOutputSignature has ${wanted.length} dtypes, the function returns ${outputs.length} tensors` });
  outputs.forEach((t, i) => {
    if (t.dtype !== wanted[i])
      throw failure('dtype-mismatch', { op, message: `result ${i} has dtype ${t.dtype}, fnOutputSignature says ${wanted[i]}`, hint: 'tf.cast' });
  });
}

export interface FoldOptions<I> {
  /** What the first call gets as its accumulator. Default: the first slice, which is then not visited. */
  readonly initializer?: I;
}
export interface ScanOptions {
  /** Whether to begin with the last slice; results stay beside their slices. Default false. */
  readonly reverse?: boolean;
}

/** A function of an accumulator like `I` and a slice of `E` that returns the next accumulator. */
type Accumulate<E, I> = (accumulator: Slices<I>, slice: Slices<E>) => Nested<TensorLike>;

/** The last accumulator of `fn(accumulator, slice)` over slices from first to last. Source: `tf.foldl`. */
export function foldl<E>(fn: Accumulate<NoInfer<E>, NoInfer<E>>, elems: E): Slices<E>;
export function foldl<E, I>(fn: Accumulate<NoInfer<E>, NoInfer<I>>, elems: E, options: FoldOptions<I>): Slices<I>;
export function foldl<E, I>(fn: Accumulate<E, I>, elems: E, options: FoldOptions<I> = {}): Slices<I> {
  checkOptions('foldl', options, ['initializer']);
  return accumulate('foldl', fn, elems, options.initializer, false).last;
}

/** The last accumulator of `fn(accumulator, slice)` over slices from last to first. Source: `tf.foldr`. */
export function foldr<E>(fn: Accumulate<NoInfer<E>, NoInfer<E>>, elems: E): Slices<E>;
export function foldr<E, I>(fn: Accumulate<NoInfer<E>, NoInfer<I>>, elems: E, options: FoldOptions<I>): Slices<I>;
export function foldr<E, I>(fn: Accumulate<E, I>, elems: E, options: FoldOptions<I> = {}): Slices<I> {
  checkOptions('foldr', options, ['initializer']);
  return accumulate('foldr', fn, elems, options.initializer, true).last;
}

/**
 * All accumulators of `fn(accumulator, slice)`, stacked along axis 0. Source: `tf.scan`.
 * @param initializer  what the first call gets; null or undefined: the first slice is the first accumulator
 * @example
 * tf.scan((a, x) => tf.add(a, x), [1, 2, 3, 4, 5, 6]).array(); // [1, 3, 6, 10, 15, 21]
 */
export function scan<E>(fn: Accumulate<NoInfer<E>, NoInfer<E>>, elems: E, initializer?: null, options?: ScanOptions): Slices<E>;
export function scan<E, I>(fn: Accumulate<NoInfer<E>, NoInfer<I>>, elems: E, initializer: I, options?: ScanOptions): Slices<I>;
export function scan<E, I>(fn: Accumulate<E, I>, elems: E, initializer?: I | null, options: ScanOptions = {}): Slices<I> {
  checkOptions('scan', options, ['reverse']);
  return accumulate('scan', fn, elems, initializer, options.reverse ?? false).all;
}

function accumulate<E, I>(
  op: string,
  fn: Accumulate<E, I>,
  elems: E,
  initializer: I | null | undefined,
  reverse: boolean,
): { readonly last: Slices<I>; readonly all: Slices<I> } {
  const elements = elementsOf(op, elems);
  const hasInitial = initializer !== null && initializer !== undefined;
  if (!hasInitial && elements.size === 0) throw failure('value', { op, message: 'there are no elements and no initializer' });
  const start = hasInitial ? tensorsIn(op, initializer) : mapStructure((t: Tensor) => edgeRow(op, t, reverse), elements.structure);
  const rest = hasInitial ? elements : withoutEdge(elements, reverse);
  const step = (carry: readonly Tensor[], slices: readonly Tensor[]): Step => {
    const made = tensorsIn(op, fn(packSequenceAs(start, carry) as unknown as Slices<I>, packSequenceAs(elements.structure, slices) as unknown as Slices<E>));
    assertSameStructure(start, made);
    const next = flatten<Tensor>(made);
    return { carry: next, outputs: next, structure: made };
  };
  const first = flatten<Tensor>(start as Nested<Tensor>);
  const { carry, outputs } = runSteps(op, step, first, rest, reverse);
  const all = hasInitial ? outputs : outputs.map((t, i) => withRow(t, first[i], reverse));
  return { last: packSequenceAs(start, carry) as unknown as Slices<I>, all: packSequenceAs(start, all) as unknown as Slices<I> };
}

function edgeRow(op: string, t: Tensor, reverse: boolean): Tensor {
  return rowOf(t, reverse ? knownSize(op, t) - 1 : 0);
}

function knownSize(op: string, t: Tensor): number {
  const [size] = t.type.shape;
  if (isStatic(size)) return size;
  throw failure('unimplemented', { op, message: `the number of elements must be known; got ${showShape(t.type.shape)}` });
}

function withoutEdge(elements: Elements, reverse: boolean): Elements {
  const size = (elements.size as number) - 1;
  const cut = (t: Tensor): Tensor => {
    const inner = t.type.shape.slice(1) as number[];
    const start = reverse ? 0 : 1;
    return methods.slice(t, {
      startIndices: [start, ...inner.map(() => 0)],
      limitIndices: [start + size, ...inner],
      strides: [1, ...inner.map(() => 1)],
    }) as Tensor;
  };
  return { structure: elements.structure, tensors: elements.tensors.map(cut), size };
}

const withRow = (rows: Tensor, row: Tensor, reverse: boolean): Tensor => {
  const one = methods.reshapeTo(row, [1, ...row.type.shape]);
  return methods.concatenate(reverse ? [rows, one] : [one, rows], { dimension: 0 }) as Tensor;
};

interface Step {
  readonly carry: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  readonly structure: Nested<unknown>;
}
type StepFunction = (carry: readonly Tensor[], slices: readonly Tensor[]) => Step;
type Run = { readonly carry: readonly Tensor[]; readonly outputs: readonly Tensor[]; readonly structure: Nested<unknown> };

/** Runs `step` on every slice, and stacks its outputs. */
function runSteps(op: string, step: StepFunction, carry: readonly Tensor[], elements: Elements, reverse: boolean): Run {
  if (isUnrolled(elements.tensors) && elements.size !== 0) return unrolled(op, step, carry, elements, reverse);
  return traced(op, step, carry, elements, reverse);
}

function unrolled(op: string, step: StepFunction, initial: readonly Tensor[], { tensors, size }: Elements, reverse: boolean): Run {
  let carry = initial;
  const steps: Step[] = new Array(size as number);
  for (let i = 0; i < steps.length; i++) {
    const at = reverse ? steps.length - 1 - i : i;
    steps[at] = step(
      carry,
      tensors.map((t) => rowOf(t, at)),
    );
    carry = steps[at].carry;
  }
  return {
    carry,
    outputs: steps[0].outputs.map((_, k) =>
      stackRows(
        op,
        steps.map((s) => s.outputs[k]),
      ),
    ),
    structure: steps[0].structure,
  };
}

/** The loop as one operation; also what finds the types of results when there are no elements. */
function traced(op: string, step: StepFunction, carry: readonly Tensor[], { tensors }: Elements, reverse: boolean): Run {
  let structure: Nested<unknown> = null;
  const loop = traceLoop(op, [
    {
      types: [...carry.map((c) => c.type), ...tensors.map(sliceType)],
      advances: true,
      body: (...args) => {
        const given = args.map(asTensor);
        const made = step(given.slice(0, carry.length), given.slice(carry.length));
        structure = made.structure;
        return [...made.carry, ...made.outputs];
      },
    },
  ]);
  const operands = [...loop.initial, ...carry, ...tensors];
  const all = methods.scan(operands, { carryCount: loop.initial.length + carry.length, reverse, body: loop.regions[0] });
  const results = loop.settle(all.map(asTensor)) as readonly Tensor[];
  return { carry: results.slice(0, carry.length), outputs: results.slice(carry.length), structure };
}
