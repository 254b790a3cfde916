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

export interface Reduction {
  readonly combiner: CombinerName;
  readonly prologue: Scalar;
  readonly input: ElementType;
  readonly result: ElementType;
}

/** Fields of both reduction kernels' descriptors, in order. Strides are in bytes. */
export const reduceFields = [
  'outer0',
  'outer1',
  'columns',
  'length',
  'input',
  'initial',
  'result',
  'input0',
  'input1',
  'step',
  'result0',
  'result1',
  'scratch',
] as const;
export type ReduceField = (typeof reduceFields)[number];
export type ReduceFields = Readonly<Record<ReduceField, Local>>;

export const loadFields = (f: FunctionBuilder): ReduceFields =>
  Object.fromEntries(reduceFields.map((name, i) => [name, f.let(field(f.parameters[0], i))])) as ReduceFields;

export const reductionKey = (kind: string, r: Reduction): string => `reduce.${kind}(${r.input.name})->${r.result.name}:${r.combiner}:${r.prologue.key}`;

/** Runs `body` for each pair of outer coordinates; `input` and `result` move along. */
export function outerLoops(f: FunctionBuilder, d: ReduceFields, body: (input: Local, result: Local) => void): void {
  const [i, j] = [f.local('i32'), f.local('i32')];
  f.for(i, 0, d.outer0, 1, () => {
    const [input, result] = [f.let(d.input), f.let(d.result)];
    f.for(j, 0, d.outer1, 1, () => {
      body(input, result);
      f.set(input, add(input, d.input1));
      f.set(result, add(result, d.result1));
    });
    f.set(d.input, add(d.input, d.input0));
    f.set(d.result, add(d.result, d.result0));
  });
}

/** The kernel for a reduced axis whose elements are neighbors. */
export function rowReduction(r: Reduction): KernelSource {
  const key = reductionKey('row', r);
  return { key, define: (module) => module.function(key, ['i32', 'i32'], null, (f) => emitRows(f, module, r)) };
}

function emitRows(f: FunctionBuilder, module: ModuleBuilder, r: Reduction): void {
  const d = loadFields(f);
  const combiner = vectorCombiner(r.combiner, r.result) as VectorCombiner;
  const initial = f.let(loadSplat(r.result, d.initial));
  const one = f.let(i32(1));
  outerLoops(f, d, (input, result) => {
    const total = f.let(combiner.identity);
    const cursor = f.let(input);
    const left = f.let(d.length);
    const [block, stack] = [f.let(i32(0)), f.let(d.scratch)];
    f.while(
      () => left,
      () => {
        const count = f.let(minU(left, reductionBlock));
        f.set(left, sub(left, count));
        f.set(total, rowBlock(f, module, r, combiner, cursor, count));
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

/** Combines `count` elements from `cursor` on, which moves past them; all lanes of the result are equal in lane 0. */
function rowBlock(f: FunctionBuilder, module: ModuleBuilder, r: Reduction, combiner: VectorCombiner, cursor: Local, count: Local): Expr {
  const lanes = Array.from({ length: 4 }, () => f.let(combiner.identity));
  const left = f.let(count);
  const element = (offset: number): Expr => {
    const loaded = f.let(loadFour(r.input, cursor, offset * r.input.bytes));
    return emitScalars({ f, module }, [r.prologue], [loaded], [r.input], [r.result])[0];
  };
  f.while(
    () => geU(left, 16),
    () => {
      lanes.forEach((lane, v) => f.set(lane, combiner.combine(lane, element(4 * v))));
      f.increase(cursor, 16 * r.input.bytes);
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
  f.set(cursor, add(cursor, mul(left, r.input.bytes)));
  const [a, b, c, e] = lanes;
  const halves = [f.let(combiner.combine(a, c)), f.let(combiner.combine(b, e))];
  return combineLanes(f, combiner.combine(halves[0], halves[1]), combiner.combine);
}
