import { opaque } from '../../algebra/index.ts';
import type { Methods } from '../../builder/methods.ts';
import type { Region, Value } from '../../builder/value.ts';
import { failure } from '../../errors/index.ts';
import type { EvalValue } from '../../evaluate/context.ts';
import { absentOr, anyType, attr, type Batched, definePrimitive, type Primitive, type RegionCall, variadic } from '../../primitive/index.ts';
import type { Program } from '../../program/program.ts';
import type { Dim } from '../../types/dim.ts';
import { i1 } from '../../types/element.ts';
import { elementAt, type Literal } from '../../types/literal.ts';
import { type Type, tensorType } from '../../types/type.ts';
import { axesOf, batchOf, tensorTypeOf } from '../values.ts';
import { maskFor, refuseEffects, spreadResults } from './branches.ts';
import { carryFixpoint } from './carry.ts';
import { withMask } from './mask.ts';

const takes = (program: Program, types: readonly Type[]): boolean => {
  const own = types.length === 0 ? [] : program.arguments.slice(-types.length);
  return own.length === types.length && own.every((a, i) => a.type === types[i]);
};
const show = (types: readonly Type[]): string => `(${types.join(', ')})`;

function run(state: readonly EvalValue[], cond: RegionCall, body: RegionCall): readonly EvalValue[] {
  let values = state;
  while (elementAt(cond(...values)[0] as Literal, 0) === true) values = body(...values);
  return values;
}

interface LoopArgs {
  readonly operand: readonly Value[];
  readonly cond: Region;
  readonly body: Region;
  readonly maximumIterations: number | undefined;
}

/**
 * Cotangents of a loop that runs a bounded number of times: of a scan of that many steps, each of which does nothing once the condition has
 * ceased to hold. What the steps need is kept for the whole bound.
 */
function loopCotangents(
  { operand, cond, body, maximumIterations }: LoopArgs,
  cts: readonly (Value | null)[],
  b: Methods,
): { operand: (Value | null)[]; captures: (Value | null)[] } {
  if (maximumIterations === undefined)
    throw failure('not-differentiable', {
      op: 'while',
      message: 'has no reverse-mode derivative: the number of its iterations, and so of the values to keep, is not known',
      hint: 'use a loop of known length (mapFn, scan), give whileLoop maximumIterations, or use forward mode',
    });
  const types = operand.map((o) => o.type);
  const step = b.trace(types, (...values) =>
    b.ifElse(b.call(cond, values)[0], { trueBranch: b.trace([], () => b.call(body, values)), falseBranch: b.trace([], () => values) }),
  );
  const loop = b.trace(types, (...values) => b.scan(values, { carryCount: values.length, length: maximumIterations, body: step }));
  const back = b.pullbackRegion(loop, operand, cts);
  // A value that both regions use is one capture of the scan: its cotangent counts once.
  const captures = [...cond.captures, ...body.captures];
  const ofCapture = (c: Value, i: number): Value | null => (captures.indexOf(c) < i ? null : (back.captures[loop.captures.indexOf(c)] ?? null));
  return { operand: [...back.args], captures: captures.map(ofCapture) };
}

/** The loop with the tangents of the carried values that move beside them. */
function loopTangents({ operand: operands, cond, body, maximumIterations }: LoopArgs, tangents: readonly (Value | null)[], b: Methods): (Value | null)[] {
  const active = carryFixpoint(
    tangents.map((t) => t !== null),
    (flags) => b.jvpRegion(body, flags).active,
  );
  const moving = operands.filter((_, i) => active[i]);
  if (moving.length === 0) return operands.map(() => null);
  const types = [...operands, ...moving].map((o) => o.type);
  const results = b.whileLoop([...operands, ...operands.flatMap((o, i) => (active[i] ? [tangents[i] ?? b.zeros(tensorTypeOf(o))] : []))], {
    cond: b.trace(types, (...args) => b.call(cond, args.slice(0, operands.length))),
    body: b.jvpRegion(body, active, active).region,
    maximumIterations,
  });
  let next = operands.length;
  return active.map((moves) => (moves ? results[next++] : null));
}

/** While any example goes on, the body runs for all of them; those that have ended keep their values. */
function loopUntilAllEnd({ operand: operands, cond, body, maximumIterations }: LoopArgs, size: Dim, b: Methods): readonly Value[] {
  refuseEffects('while', [cond.program, body.program]);
  const all = operands.map(() => true);
  const condition = b.batchRegion(cond, all, size, [true]).region;
  const first = b.call(condition, operands)[0];
  const types = [first, ...operands].map((v) => v.type);
  const any = b.trace(types, (running) => [
    b.reduce([running], [b.full(tensorType(i1, []), 0)], { dimensions: axesOf(tensorTypeOf(running).rank), body: b.combiner('or', i1) })[0],
  ]);
  const step = b.trace(types, (running, ...values) => {
    const next = withMask(running, b, () => b.call(b.batchRegion(body, all, size, all).region, values));
    const kept = next.map((v, i) => b.select(maskFor(running, v, b), v, values[i]));
    const goesOn = withMask(running, b, () => b.call(b.batchRegion(cond, all, size, [true]).region, kept)[0]);
    return [b.and(running, goesOn), ...kept];
  });
  return b.whileLoop([first, ...operands], { cond: any, body: step, maximumIterations }).slice(1);
}

function batchLoop(operands: readonly Batched[], { cond, body, maximumIterations }: Omit<LoopArgs, 'operand'>, size: Dim, b: Methods): readonly Value[] {
  const batched = carryFixpoint(
    operands.map((o) => o.batched),
    (flags) => b.batchRegion(body, flags, size).batched,
  );
  if (b.batchRegion(cond, batched, size).batched[0])
    return loopUntilAllEnd({ operand: operands.map((o) => batchOf(o, size, b)), cond, body, maximumIterations }, size, b);
  const start = operands.map((o, i) => (batched[i] ? batchOf(o, size, b) : o.value));
  const regions = { cond: b.batchRegion(cond, batched, size).region, body: b.batchRegion(body, batched, size, batched).region };
  return spreadResults(b.whileLoop(start, { ...regions, maximumIterations }), batched, size, b);
}

/**
 * Applies `body` to the carried values while `cond` holds for them. Source: StableHLO specification, while. `maximumIterations` is ours: a promise
 * of whoever made the condition that it ends the loop by then, which reverse mode needs.
 */
export const whileLoop: Primitive = definePrimitive({
  name: 'stablehlo.while',
  method: 'whileLoop',
  operands: { operand: variadic(anyType) },
  attributes: { maximumIterations: absentOr(attr.int()) },
  regions: { cond: 'one', body: 'one' },
  results: 'variadic',
  constraints: {
    c1: ({ operand, cond }) => {
      const types = operand.map((o) => o.type as Type);
      return (
        (takes(cond, types) && cond.results.length === 1 && cond.results[0].type === tensorType(i1, [])) || `cond must have type ${show(types)} → tensor<i1>`
      );
    },
    c2: ({ operand, body }) => {
      const types = operand.map((o) => o.type as Type);
      const returns = body.results.length === types.length && body.results.every((r, i) => r.type === types[i]);
      return (takes(body, types) && returns) || `body must have type ${show(types)} → ${show(types)}; it returns ${show(body.results.map((r) => r.type))}`;
    },
    i1: ({ maximumIterations }) =>
      maximumIterations === undefined || maximumIterations >= 0 || `maximumIterations must be at least 0; got ${maximumIterations}`,
  },
  infer: ({ operand }) => operand.map((o) => o.type),
  evaluate: ({ operand, cond, body }) => run(operand, cond, body),
  derivative: {
    jvp: ({ tangents, ...args }, b) => loopTangents(args, tangents.operand, b),
    vjp: ({ cts, ...args }, b) => loopCotangents(args, cts, b),
  },
  batch: ({ operand, size, ...args }, b) => batchLoop(operand, args, size, b),
  lower: () => opaque('while'),
  assembly: 'custom(while)',
});
