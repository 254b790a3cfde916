/**
 * Branches and loops on tensors. On data they run as JavaScript would, and tapes record what ran; where the predicate is not data (inside a
 * trace, or different for each example of a batch) they become stablehlo.if, case and while.
 */
import { checkOptions, currentBase, failure, i32, methods, showShape, type TensorType, tensorType } from '@millrace/ir';
import { type TensorLike, toTensor } from '../tensor/convert.ts';
import { checkInteger } from '../tensor/shape-argument.ts';
import { eager, type Shape, type Tensor } from '../tensor/tensor.ts';
import { asTensor } from './as-tensor.ts';
import { tensorsIn } from './elements.ts';
import { assertSameStructure, flatten, type Nested, packSequenceAs } from './nest.ts';
import { type StateBranches, traceBranches, traceLoop } from './state-regions.ts';
import { fitsShape } from './variable-shape.ts';

/** A truth value: JavaScript's, or a bool scalar. */
export type Predicate = boolean | TensorLike;

/** A predicate as true or false, or as a scalar that is not data. Throws InvalidArgumentError for other shapes and dtypes. */
function readPredicate(op: string, given: Predicate): boolean | Tensor {
  if (typeof given === 'boolean') return given;
  const pred = toTensor(op, given);
  if (pred.rank !== 0) throw failure('rank', { op, message: `the predicate has shape ${showShape(pred.type.shape)}`, valid: 'a scalar' });
  if (pred.type.element.kind !== 'boolean') throw failure('operand-type', { op, message: `the predicate has dtype ${pred.dtype}`, valid: 'bool' });
  return pred.builder === eager ? Boolean(pred.item()) : pred;
}

/** Functions traced to branches with one structure of results. Throws TypeError naming the leaf that differs. */
function structuredBranches(
  op: string,
  functions: readonly (() => Nested<TensorLike>)[],
  names: readonly string[],
): { branches: StateBranches; structure: Nested<unknown> } {
  const structures: Nested<unknown>[] = [];
  const types: TensorType[][] = [];
  const branches = traceBranches(
    op,
    functions.map((f, k) => () => {
      const made = tensorsIn(op, f());
      structures.push(made);
      assertSameStructure(structures[0], made);
      const leaves = flatten<Tensor>(made);
      types.push(leaves.map((t) => t.type));
      leaves.forEach((t, i) => {
        if (t.type === types[0][i]) return;
        throw failure('wrong-kind', {
          op,
          message: `leaf ${i}: ${names[0]} returns ${types[0][i]}, ${names[k]} returns ${t.type}`,
          valid: 'equal shapes and dtypes',
        });
      });
      return leaves;
    }),
  );
  return { branches, structure: structures[0] };
}

/**
 * The result of `trueFn` where `pred` holds, else of `falseFn`; only one of them runs. Source: `tf.cond`.
 * @throws InvalidArgumentError when the predicate is no scalar; TypeError, in a trace, when the results differ in structure, shape or dtype
 */
export function cond<R extends Nested<TensorLike>>(pred: Predicate, trueFn: () => R, falseFn: () => R): R {
  const chosen = readPredicate('cond', pred);
  if (typeof chosen === 'boolean') return chosen ? trueFn() : falseFn();
  const { branches, structure } = structuredBranches('cond', [trueFn, falseFn], ['trueFn', 'falseFn']);
  const [trueBranch, falseBranch] = branches.regions;
  return packSequenceAs(structure, branches.settle(methods.ifElse(chosen, { trueBranch, falseBranch }).map(asTensor))) as R;
}

export interface CaseOptions<R> {
  /** What runs when no predicate holds. Default: the last function. */
  readonly default?: () => R;
  /** Whether more than one true predicate is an error. Default false. */
  readonly exclusive?: boolean;
}

/**
 * The result of the first function whose predicate holds. Source: `tf.case`.
 * @throws InvalidArgumentError when `exclusive` and several predicates hold
 */
function caseOf<R extends Nested<TensorLike>>(pairs: readonly (readonly [Predicate, () => R])[], options: CaseOptions<R> = {}): R {
  const op = 'case';
  checkOptions(op, options, ['default', 'exclusive']);
  if (pairs.length === 0) throw failure('value', { op, message: 'there are no functions' });
  const read = pairs.map(([pred]) => readPredicate(op, pred));
  if (options.exclusive && read.filter((p) => p === true).length > 1)
    throw failure('invalid-value', {
      op,
      message: `predicates ${read.flatMap((p, i) => (p === true ? [i] : [])).join(' and ')} hold, but exclusive was asked for`,
    });
  const otherwise = options.default ?? pairs[pairs.length - 1][1];
  return pairs.reduceRight<() => R>(
    (rest, [, fn], i) =>
      () =>
        cond(read[i], fn, rest),
    otherwise,
  )();
}

export { caseOf as case };

export interface SwitchOptions<R> {
  /** What runs for an index out of range. Default: the last function. */
  readonly default?: () => R;
}

/** The result of `branches[index]`. Source: `tf.switch_case`. */
export function switchCase<R extends Nested<TensorLike>>(index: TensorLike, branches: readonly (() => R)[], options: SwitchOptions<R> = {}): R {
  const op = 'switchCase';
  checkOptions(op, options, ['default']);
  if (branches.length === 0) throw failure('value', { op, message: 'there are no functions' });
  const place = toTensor(op, index, typeof index === 'number' ? i32 : undefined);
  if (place.rank !== 0) throw failure('rank', { op, message: `the index has shape ${showShape(place.type.shape)}`, valid: 'a scalar' });
  if (place.type.element.kind !== 'signed') throw failure('operand-type', { op, message: `the index has dtype ${place.dtype}`, valid: 'int32 or int64' });
  const all = options.default ? [...branches, options.default] : branches;
  if (place.builder === eager) {
    const k = Number(place.item());
    return (k >= 0 && k < branches.length ? all[k] : all[all.length - 1])();
  }
  // stablehlo.case takes its last branch for an index out of range, as this function does.
  const { branches: traced, structure } = structuredBranches(
    op,
    all,
    all.map((_, i) => `branch ${i}`),
  );
  const results = methods.caseOf(methods.convert(place, { element: i32 }), { branches: traced.regions });
  return packSequenceAs(structure, traced.settle(results.map(asTensor))) as R;
}

export interface WhileOptions {
  /** Shapes of the loop variables in their structure, flat; null for a size that may change. Default: shapes may not change. */
  readonly shapeInvariants?: readonly Shape[];
  /** The body runs at most this often. Default: no limit. */
  readonly maximumIterations?: number;
}

/**
 * Runs `body` while `condition` holds, both functions of the loop variables. Source: `tf.while_loop`.
 * @param variables  a list of tensors, or of structures; the body returns the same structure
 * @throws ValueError when a shape changes that `shapeInvariants` does not leave open, or a dtype does
 */
export function whileLoop<V extends readonly Nested<TensorLike>[]>(
  condition: (...variables: Tensor[]) => Predicate,
  body: (...variables: Tensor[]) => Nested<TensorLike>,
  variables: V,
  options: WhileOptions = {},
): Tensor[] {
  const op = 'whileLoop';
  checkOptions(op, options, ['shapeInvariants', 'maximumIterations']);
  const limit =
    options.maximumIterations === undefined ? Number.POSITIVE_INFINITY : checkInteger(op, 'maximumIterations', options.maximumIterations, { min: 0 });
  const structure = variables.map((v) => tensorsIn(op, v as Nested<TensorLike>)) as Nested<unknown>[];
  const call = (state: readonly Tensor[]): Tensor[] => packSequenceAs(structure, state) as Tensor[];
  let state: readonly Tensor[] = flatten<Tensor>(structure as Nested<Tensor>);
  const first = state;
  const step = (values: readonly Tensor[]): Tensor[] => {
    const made = asList(tensorsIn(op, body(...call(values))), structure.length);
    assertSameStructure(structure, made);
    const next = flatten<Tensor>(made as Nested<Tensor>);
    next.forEach((t, i) => checkInvariant(op, t, first[i], options.shapeInvariants?.[i], i));
    return next;
  };
  for (let done = 0; done < limit; done++) {
    const goesOn = currentBase() === eager ? readPredicate(op, condition(...call(state))) : null;
    if (goesOn === false) break;
    if (goesOn !== true) return call(emitLoop(op, condition, step, call, state, limit - done));
    state = step(state);
  }
  return call(state);
}

/** One loop variable may come back by itself. */
const asList = (made: Nested<unknown>, count: number): readonly unknown[] =>
  Array.isArray(made) ? (made as readonly unknown[]) : count === 1 ? [made] : [made];

function checkInvariant(op: string, t: Tensor, first: Tensor, invariant: Shape | undefined, index: number): void {
  if (t.dtype !== first.dtype)
    throw failure('value', { op, message: `loop variable ${index} changes its dtype from ${first.dtype} to ${t.dtype}`, hint: 'tf.cast' });
  if (fitsShape(t.shape, invariant ?? first.shape)) return;
  const message = `loop variable ${index} changes its shape from ${showShape(invariant ?? first.shape)} to ${showShape(t.shape)}`;
  throw failure('value', { op, message, hint: 'shapeInvariants: [[null, …], …] leaves sizes open' });
}

/** The rest of the loop as one operation; a limit becomes one more loop variable. */
function emitLoop(
  op: string,
  condition: (...variables: Tensor[]) => Predicate,
  step: (values: readonly Tensor[]) => Tensor[],
  call: (state: readonly Tensor[]) => Tensor[],
  state: readonly Tensor[],
  limit: number,
): Tensor[] {
  const counted = Number.isFinite(limit);
  const counter = tensorType(i32, []);
  const types = [...(counted ? [counter] : []), ...state.map((t) => t.type)];
  const own = (args: readonly Tensor[]): readonly Tensor[] => (counted ? args.slice(1) : args);
  const { regions, initial, settle } = traceLoop(op, [
    {
      types,
      advances: false,
      body: (...args) => {
        const tensors = args.map(asTensor);
        const goesOn = toTensor(op, condition(...call(own(tensors))) as TensorLike);
        return [counted ? methods.and(goesOn, methods.compare(tensors[0], methods.full(counter, limit), { comparisonDirection: 'LT' })) : goesOn];
      },
    },
    {
      types,
      advances: true,
      body: (...args) => {
        const tensors = args.map(asTensor);
        return [...(counted ? [methods.add(tensors[0], methods.full(counter, 1))] : []), ...step(own(tensors))];
      },
    },
  ]);
  const operands = [...initial, ...(counted ? [methods.full(counter, 0)] : []), ...state];
  return [
    ...own(
      settle(
        methods.whileLoop(operands, { cond: regions[0], body: regions[1], ...(counted ? { maximumIterations: limit } : {}) }).map(asTensor),
      ) as readonly Tensor[],
    ),
  ];
}
