/**
 * Reductions across rows: neighbors in memory are different results. Strips of 16 columns go down the rows once for each of the 16 lanes of
 * the canonical order (loops/reduction-order.ts), so each cache line is read once; lanes, then blocks, combine as vectors of results.
 */
import { loadSplat, storeFour, storeSome } from '../../emit/wasm/elements.ts';
import { add, and, type Expr, geU, i32, load, ltU, minU, mul, op, shrU, store, sub } from '../../emit/wasm/expr.ts';
import type { FunctionBuilder, Local } from '../../emit/wasm/function-builder.ts';
import type { ModuleBuilder } from '../../emit/wasm/module-builder.ts';
import { reductionBlock, reductionLanes } from '../../loops/reduction-order.ts';
import type { KernelSource } from '../kernel.ts';
import { type VectorCombiner, vectorCombiner } from './combiner.ts';
import { advance, loadFields, outerLoops, prologueAt, type ReduceFields, type Reduction, reductionKey, stillInputs } from './row-kernel.ts';

/** Bytes of scratch that both kernels need: lanes of a strip, and a stack of 32 levels. */
export const reductionScratch: number = 64 * reductionLanes + 64 * 32;

/** The kernel for results that are neighbors: `length` rows, `step` bytes apart, of `columns` elements. */
export function columnReduction(r: Reduction): KernelSource {
  const key = reductionKey('column', r);
  return { key, define: (module) => module.function(key, ['i32', 'i32'], null, (f) => emitColumns(f, module, r)) };
}

function emitColumns(f: FunctionBuilder, module: ModuleBuilder, r: Reduction): void {
  const d = loadFields(f, r);
  const combiner = vectorCombiner(r.combiner, r.result) as VectorCombiner;
  const initial = f.let(loadSplat(r.result, d.initial));
  outerLoops(f, d, (inputs, result) => {
    const [cursors, target, left] = [inputs.map((x) => f.let(x)), f.let(result), f.let(d.columns)];
    for (const vectors of [4, 1]) {
      f.while(
        () => geU(left, 4 * vectors),
        () => {
          const totals = strip(f, module, r, combiner, d, cursors, vectors);
          totals.forEach((t, v) => f.do(storeFour(r.result, target, f.let(combiner.combine(initial, t)), 4 * v * r.result.bytes)));
          advance(f, r, cursors, i32(4 * vectors));
          f.increase(target, 4 * vectors * r.result.bytes);
          f.increase(left, -4 * vectors);
        },
      );
    }
    f.if(left, () => {
      const [total] = strip(f, module, r, combiner, d, cursors, 1);
      storeSome(f, r.result, target, f.let(combiner.combine(initial, total)), left);
    });
  });
}

/** Totals of a strip of `vectors` times four columns. */
function strip(
  f: FunctionBuilder,
  module: ModuleBuilder,
  r: Reduction,
  combiner: VectorCombiner,
  d: ReduceFields,
  cursors: readonly Local[],
  vectors: number,
): Local[] {
  const stackStart = f.let(add(d.scratch, 64 * reductionLanes));
  const [block, stack, row] = [f.let(i32(0)), f.let(stackStart), f.local('i32')];
  const totals = Array.from({ length: vectors }, () => f.let(combiner.identity));
  f.for(row, 0, d.length, reductionBlock, () => {
    const end = f.let(add(row, minU(f.let(sub(d.length, row)), reductionBlock)));
    blockLanes(f, module, r, combiner, d, { cursors, row, end }, vectors);
    combineTree(f, combiner, d.scratch, vectors);
    totals.forEach((t, v) => f.set(t, load('v128.load', d.scratch, 16 * v)));
    carryTotals(f, combiner, block, stack, totals);
    f.increase(block, 1);
  });
  f.set(stack, sub(stack, 64));
  f.while(
    () => op('i32.gt_u', stack, stackStart),
    () => popInto(f, combiner, stack, totals),
  );
  return totals;
}

function popInto(f: FunctionBuilder, combiner: VectorCombiner, stack: Local, totals: readonly Local[]): void {
  f.set(stack, sub(stack, 64));
  totals.forEach((t, v) => f.set(t, combiner.combine(load('v128.load', stack, 16 * v), t)));
}

function carryTotals(f: FunctionBuilder, combiner: VectorCombiner, block: Local, stack: Local, totals: readonly Local[]): void {
  const count = f.let(block);
  f.while(
    () => and(count, 1),
    () => {
      popInto(f, combiner, stack, totals);
      f.set(count, shrU(count, 1));
    },
  );
  totals.forEach((t, v) => f.do(store('v128.store', stack, t, 16 * v)));
  f.increase(stack, 64);
}

interface Rows {
  readonly cursors: readonly Local[];
  readonly row: Local;
  readonly end: Local;
}

/** The 16 lanes of one block of rows, into scratch: lane j combines rows j, j + 16, … */
function blockLanes(f: FunctionBuilder, module: ModuleBuilder, r: Reduction, combiner: VectorCombiner, d: ReduceFields, rows: Rows, vectors: number): void {
  const [lane, target] = [f.local('i32'), f.let(d.scratch)];
  const strides = d.inputs.map((x) => f.let(mul(x.step, reductionLanes)));
  f.for(lane, 0, i32(reductionLanes), 1, () => {
    const first = f.let(add(rows.row, lane));
    const sums = Array.from({ length: vectors }, () => f.let(combiner.identity));
    const cursors = rows.cursors.map((x, i) => f.let(add(x, mul(first, d.inputs[i].step))));
    f.while(
      () => ltU(first, rows.end),
      () => {
        const still = stillInputs(f, r, cursors);
        sums.forEach((sum, v) => f.set(sum, combiner.combine(sum, prologueAt(f, module, r, cursors, still, 4 * v))));
        cursors.forEach((x, i) => f.set(x, add(x, strides[i])));
        f.increase(first, reductionLanes);
      },
    );
    sums.forEach((sum, v) => f.do(store('v128.store', target, sum, 16 * v)));
    f.increase(target, 64);
  });
}

/** Lane j with lane j + lanes / 2, and so on down to j + 1; the result is in lane 0. `lanes` is a power of two. */
export function combineTree(f: FunctionBuilder, combiner: VectorCombiner, scratch: Expr, vectors: number, lanes: Expr = i32(reductionLanes)): void {
  const half = f.let(mul(lanes, 32));
  f.while(
    () => geU(half, 64),
    () => {
      const at = f.let(scratch);
      const end = f.let(add(scratch, half));
      f.while(
        () => ltU(at, end),
        () => {
          const partner = f.let(add(at, half));
          for (let v = 0; v < vectors; v++)
            f.do(store('v128.store', at, combiner.combine(load('v128.load', at, 16 * v), load('v128.load', partner, 16 * v)), 16 * v));
          f.increase(at, 64);
        },
      );
      f.set(half, shrU(half, 1));
    },
  );
}
