/** Reductions over windows: pooling. Sums keep the canonical order of loops/reduction-order.ts with elements outside as the identity. */
import { f32, type IndexMap, type ReduceForm } from '@millrace/ir';
import { loadSplat, storeSome } from '../../emit/wasm/elements.ts';
import { add, and, type Expr, load, ltU, shl, store } from '../../emit/wasm/expr.ts';
import type { FunctionBuilder, Local } from '../../emit/wasm/function-builder.ts';
import { plainStrides } from '../convolve.ts';
import { type DescriptorField, type KernelSource, type OperationPlan, place, splitBy } from '../kernel.ts';
import { elementCount, type OperandLayout } from '../layout.ts';
import { PlanBuilder, type PlanOperands } from '../plan-builder.ts';
import { combineTree } from '../reduce/column-kernel.ts';
import { type VectorCombiner, vectorCombiner } from '../reduce/combiner.ts';
import { constantOffset, type WindowTable, windowedAxes, windowTable } from '../windows.ts';
import { commonWindowFields, eachTap, loadNamed, type WindowPlace, walkWindows } from './window-code.ts';

const fields = [...commonWindowFields, 'initial', 'result', 'scratch', 'lanes'] as const;

/** `ordered`: the combiner depends on the order of its operands' grouping, so taps go to 16 lanes first. */
function reduceWindowKernel(combiner: VectorCombiner, name: string, ordered: boolean): KernelSource {
  const key = `window.reduce:${name}`;
  return {
    key,
    define: (module) =>
      module.function(key, ['i32', 'i32'], null, (f) => {
        const d = loadNamed(f, fields);
        const initial = f.let(loadSplat(f32, d.initial));
        walkWindows(f, d, [1], (at) => {
          const total = ordered ? orderedTotal(f, combiner, d, at) : plainTotal(f, combiner, d.taps, at);
          storeStrip(f, at, add(d.result, shl(at.done, 2)), f.let(combiner.combine(initial, total)));
        });
      }),
  };
}

/** Stores a strip of one vector. */
export function storeStrip(f: FunctionBuilder, at: WindowPlace, address: Expr, value: Local): void {
  if (at.rest) storeSome(f, f32, f.let(address), value, at.rest);
  else f.do(store('v128.store', address, value));
}

function plainTotal(f: FunctionBuilder, combiner: VectorCombiner, taps: Local, at: WindowPlace): Local {
  const total = f.let(combiner.identity);
  eachTap(f, at, taps, (address) => f.set(total, combiner.combine(total, load('v128.load', address))));
  return total;
}

function orderedTotal(f: FunctionBuilder, combiner: VectorCombiner, d: Readonly<Record<'taps' | 'scratch' | 'lanes', Local>>, at: WindowPlace): Local {
  const [lane, end] = [f.let(d.scratch), f.let(add(d.scratch, shl(d.lanes, 6)))];
  f.while(
    () => ltU(lane, end),
    () => {
      f.do(store('v128.store', lane, combiner.identity));
      f.increase(lane, 64);
    },
  );
  eachTap(f, at, d.taps, (address, tap) => {
    const own = f.let(add(d.scratch, shl(and(tap, 15), 6)));
    f.do(store('v128.store', own, combiner.combine(load('v128.load', own), load('v128.load', address))));
  });
  combineTree(f, combiner, d.scratch, 1, d.lanes);
  return f.let(load('v128.load', d.scratch));
}

/** Windows over neighboring channels. */
export interface PooledView {
  readonly outer: number;
  readonly outerStep: number;
  readonly channels: number;
  readonly start: number;
  readonly table: WindowTable;
}

/** Below this many channels vectors stay mostly empty, and the js device is as fast. */
const leastChannels = 4;

/** The axes of a form over windows as examples, pixels, channels; null for other orders and for channels that lie apart. */
export function pooledView(map: IndexMap, operand: OperandLayout, shape: readonly number[], extents: readonly number[]): PooledView | null {
  const sizes = [...shape, ...extents];
  const window = { map, operand, sizes };
  const windowed = windowedAxes(window);
  if (!windowed) return null;
  const strides = plainStrides(map, operand, sizes.length, windowed);
  const axes = [...sizes.keys()].filter((axis) => sizes[axis] > 1);
  const pixels = axes.filter((axis) => axis < shape.length && windowed.has(axis));
  const taps = axes.filter((axis) => axis >= shape.length);
  if (taps.some((axis) => !windowed.has(axis)) || pixels.length === 0) return null;
  const before = axes.filter((axis) => axis < pixels[0]);
  const after = axes.filter((axis) => axis > (pixels.at(-1) as number) && axis < shape.length);
  const between = axes.filter((axis) => axis > pixels[0] && axis < (pixels.at(-1) as number) && !windowed.has(axis));
  const fold = (list: readonly number[], last: number | null): { size: number; step: number } | null => {
    let [size, step] = [1, last ?? 0];
    for (const axis of [...list].reverse()) {
      if (size === 1) step = strides[axis];
      else if (strides[axis] !== step * size) return null;
      size *= sizes[axis];
    }
    return { size, step };
  };
  const [outer, channels] = [fold(before, null), fold(after, 1)];
  const table = windowTable(window, pixels, taps);
  if (between.length > 0 || !outer || !channels || channels.step !== 1 || channels.size < leastChannels || !table) return null;
  return { outer: outer.size, outerStep: outer.step, channels: channels.size, start: constantOffset(window, windowed), table };
}

/** The first fields of a window kernel's descriptor. */
export function windowDescriptor(plan: PlanBuilder, view: PooledView, input: number): DescriptorField[] {
  const { outer, outerStep, channels, start, table } = view;
  return [outer, table.pixels, table.taps, channels, place(input, 4 * start), place(plan.table(table.offsets)), 4 * outerStep];
}

/** The plan of a reduction over windows of f32 with neighboring channels, or null. */
export function planReduceWindow(form: ReduceForm, layouts: PlanOperands): OperationPlan | null {
  const [operand] = layouts.operands;
  const [result] = layouts.results;
  const combiner = vectorCombiner(form.combiner, operand.element);
  const plain = form.maps.length === 1 && form.initial === 1 && form.prologue.node.kind === 'input';
  if (!combiner || !plain || operand.element !== f32 || result.element !== f32 || elementCount(operand.shape) === 0) return null;
  const view = pooledView(form.maps[0], operand, result.shape, form.extents as readonly number[]);
  // beyond a block the canonical order has a second level
  if (!view || view.table.taps > 4096) return null;
  const ordered = form.combiner === 'add' || form.combiner === 'multiply';
  const plan = new PlanBuilder(layouts);
  const lanes = 2 ** Math.ceil(Math.log2(Math.min(view.table.taps, 16)));
  const common = windowDescriptor(plan, view, 0);
  const moves = { input: 4 * view.outerStep, result: 4 * view.table.pixels * view.channels };
  const descriptor = [...common, place(1), place(plan.result()), place(plan.scratch(64 * 16)), lanes];
  plan.call(reduceWindowKernel(combiner, form.combiner, ordered), descriptor, splitBy(fields, { extent: 'outer', moves, own: ['scratch'] }));
  return plan.finish(elementCount(result.shape) * view.table.taps);
}
