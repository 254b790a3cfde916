/**
 * Reductions along neighbors in memory: for each result one walk over its elements, in the canonical order of loops/reduction-order.ts: four
 * vectors of four lanes over blocks of 4,096, the lanes by a fixed tree, the blocks pairwise.
 */
import type { CombinerName, ElementType, Scalar } from '@millrace/ir';
import { combineLanes, field, loadFour, loadSplat, storeSome } from '../../emit/wasm/elements.ts';
import { add, and, choose, type Expr, eqz, geU, i32, i32x4, load, minU, mul, op, shrU, store, sub } from '../../emit/wasm/expr.ts';
import type { FunctionBuilder, Local } from '../../emit/wasm/function-builder.ts';
import type { ModuleBuilder } from '../../emit/wasm/module-builder.ts';
import { emitScalars } from '../../emit/wasm/scalar-code.ts';
import { reductionBlock } from '../../loops/reduction-order.ts';
import type { KernelSource } from '../kernel.ts';
import { type VectorCombiner, vectorCombiner } from './combiner.ts';

/** An operand whose elements are combined: neighbors along the innermost loop, or one element for all of it. */
export interface ReductionInput {
  readonly element: ElementType;
  readonly walks: boolean;
}

export interface Reduction {
  readonly combiner: CombinerName;
  readonly prologue: Scalar;
  readonly inputs: readonly ReductionInput[];
  readonly result: ElementType;
}

/** Fields of both reduction kernels' descriptors, in order; behind them `inputFields` for each input. Strides are in bytes. */
export const reduceFields = ['outer0', 'outer1', 'columns', 'length', 'initial', 'result', 'result0', 'result1', 'scratch'] as const;
export type ReduceField = (typeof reduceFields)[number];
/** Of an input: its address, its strides along the outer loops, and from one combined element to the next. */
export const inputFields = ['input', 'outer0', 'outer1', 'step'] as const;
export type InputField = (typeof inputFields)[number];
export interface ReduceFields extends Readonly<Record<ReduceField, Local>> {
  readonly inputs: readonly Readonly<Record<InputField, Local>>[];
}

export function loadFields(f: FunctionBuilder, { inputs }: Reduction): ReduceFields {
  let at = 0;
  const load = <N extends string>(names: readonly N[]): Record<N, Local> =>
    Object.fromEntries(names.map((name) => [name, f.let(field(f.parameters[0], at++))])) as Record<N, Local>;
  return { ...load(reduceFields), inputs: inputs.map(() => load(inputFields)) };
}

export function reductionKey(kind: string, r: Reduction): string {
  const inputs = r.inputs.map(({ element, walks }) => `${element.name}${walks ? '' : '!'}`).join(',');
  return `reduce.${kind}(${inputs})->${r.result.name}:${r.combiner}:${r.prologue.key}`;
}

/** Runs `body` for each pair of outer coordinates; addresses of inputs and result move along. */
export function outerLoops(f: FunctionBuilder, d: ReduceFields, body: (inputs: readonly Local[], result: Local) => void): void {
  const [i, j] = [f.local('i32'), f.local('i32')];
  const rows = d.inputs.map((x) => x.input);
  f.for(i, 0, d.outer0, 1, () => {
    const [inputs, result] = [rows.map((x) => f.let(x)), f.let(d.result)];
    f.for(j, 0, d.outer1, 1, () => {
      body(inputs, result);
      inputs.forEach((x, k) => f.set(x, add(x, d.inputs[k].outer1)));
      f.set(result, add(result, d.result1));
    });
    rows.forEach((x, k) => f.set(x, add(x, d.inputs[k].outer0)));
    f.set(d.result, add(d.result, d.result0));
  });
}

/** The prologue of four neighboring elements, `offset` elements behind the cursors of inputs that walk; the others were loaded. */
export function prologueAt(
  f: FunctionBuilder,
  module: ModuleBuilder,
  r: Reduction,
  cursors: readonly Local[],
  still: readonly (Local | null)[],
  offset: number,
): Local {
  const loaded = r.inputs.map(({ element }, i) => still[i] ?? f.let(loadFour(element, cursors[i], offset * element.bytes)));
  const types = r.inputs.map((x) => x.element);
  return emitScalars({ f, module }, [r.prologue], loaded, types, [r.result])[0];
}

/** Moves the cursors of inputs that walk by `count` elements. */
export function advance(f: FunctionBuilder, r: Reduction, cursors: readonly Local[], count: Expr): void {
  cursors.forEach((x, i) => {
    if (r.inputs[i].walks) f.set(x, add(x, mul(count, r.inputs[i].element.bytes)));
  });
}

/** Elements that stand still along the innermost loop. */
export const stillInputs = (f: FunctionBuilder, r: Reduction, cursors: readonly Local[]): (Local | null)[] =>
  r.inputs.map(({ element, walks }, i) => (walks ? null : f.let(loadSplat(element, cursors[i]))));

/** The kernel for a reduced axis whose elements are neighbors. */
export function rowReduction(r: Reduction): KernelSource {
  const key = reductionKey('row', r);
  return { key, define: (module) => module.function(key, ['i32', 'i32'], null, (f) => emitRows(f, module, r)) };
}

function emitRows(f: FunctionBuilder, module: ModuleBuilder, r: Reduction): void {
  const d = loadFields(f, r);
  const combiner = vectorCombiner(r.combiner, r.result) as VectorCombiner;
  const initial = f.let(loadSplat(r.result, d.initial));
  const one = f.let(i32(1));
  outerLoops(f, d, (inputs, result) => {
    const total = f.let(combiner.identity);
    const cursors = inputs.map((x) => f.let(x));
    const still = stillInputs(f, r, cursors);
    const left = f.let(d.length);
    const [block, stack] = [f.let(i32(0)), f.let(d.scratch)];
    f.while(
      () => left,
      () => {
        const count = f.let(minU(left, reductionBlock));
        f.set(left, sub(left, count));
        f.set(total, rowBlock(f, module, r, combiner, { cursors, still }, count));
        carry(f, combiner, block, stack, total);
        f.increase(block, 1);
      },
    );
    f.set(stack, sub(stack, 16));
    // what is left on the stack, from right to left; the total is its top
    f.while(
      () => op('i32.gt_u', stack, d.scratch),
      () => {
        f.set(stack, sub(stack, 16));
        f.set(total, combiner.combine(load('v128.load', stack), total));
      },
    );
    const value = f.let(choose(eqz(d.length), initial, combiner.combine(initial, total)));
    storeSome(f, r.result, result, value, one);
  });
}

/** Pushes a block's result; while the count of blocks so far is odd, the top of the stack is combined into it first. */
export function carry(f: FunctionBuilder, combiner: VectorCombiner, block: Local, stack: Local, total: Local): void {
  const count = f.let(block);
  f.while(
    () => and(count, 1),
    () => {
      f.set(stack, sub(stack, 16));
      f.set(total, combiner.combine(load('v128.load', stack), total));
      f.set(count, shrU(count, 1));
    },
  );
  f.do(store('v128.store', stack, total));
  f.increase(stack, 16);
}

interface Row {
  readonly cursors: readonly Local[];
  readonly still: readonly (Local | null)[];
}

/** Combines `count` elements from the cursors on, which move past them; all lanes of the result are equal in lane 0. */
function rowBlock(f: FunctionBuilder, module: ModuleBuilder, r: Reduction, combiner: VectorCombiner, { cursors, still }: Row, count: Local): Expr {
  const lanes = Array.from({ length: 4 }, () => f.let(combiner.identity));
  const left = f.let(count);
  const element = (offset: number): Expr => prologueAt(f, module, r, cursors, still, offset);
  f.while(
    () => geU(left, 16),
    () => {
      lanes.forEach((lane, v) => f.set(lane, combiner.combine(lane, element(4 * v))));
      advance(f, r, cursors, i32(16));
      f.increase(left, -16);
    },
  );
  lanes.forEach((lane, v) => {
    f.if(op('i32.gt_u', left, i32(4 * v)), () => {
      // lanes behind the end count as the identity
      const inside = op('i32x4.gt_s', op('i32x4.splat', left), i32x4(4 * v, 4 * v + 1, 4 * v + 2, 4 * v + 3));
      f.set(lane, combiner.combine(lane, op('v128.bitselect', element(4 * v), combiner.identity, inside)));
    });
  });
  advance(f, r, cursors, left);
  const [a, b, c, e] = lanes;
  const halves = [f.let(combiner.combine(a, c)), f.let(combiner.combine(b, e))];
  return combineLanes(f, combiner.combine(halves[0], halves[1]), combiner.combine);
}
