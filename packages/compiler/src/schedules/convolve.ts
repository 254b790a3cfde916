/** From contractions with windows (convolutions and both of their gradients) to window products. */
import { type ContractForm, f32, type IndexMap } from '@millrace/ir';
import { type ProductAxes, planEpilogue, productWork, withMoves } from './epilogue.ts';
import { blocksFor, defaultTarget } from './gemm/micro-kernel.ts';
import type { WindowUnit } from './gemm/pack-windows.ts';
import { type WindowProductField, windowProduct, windowProductFields } from './gemm/window-product.ts';
import { type DescriptorField, type OperationPlan, place, type Split, splitBy } from './kernel.ts';
import { elementCount, type OperandLayout, streamOf } from './layout.ts';
import { PlanBuilder, type PlanOperands } from './plan-builder.ts';
import { constantOffset, type WindowTable, windowedAxes, windowTable } from './windows.ts';

/** A run of axes that each operand walks as one: its length and steps in elements. */
export interface Run {
  readonly size: number;
  readonly lhs: number;
  readonly rhs: number;
}

/** The axes of a contraction with windows on its left operand, by what they do. */
export interface WindowView {
  /** Rows that move the window as a whole: examples. */
  readonly outer: Run;
  /** Rows inside a pixel: channels of the left operand that stay in the result. */
  readonly inner: Run;
  /** Columns: axes of the right operand that stay in the result. */
  readonly n: Run;
  /** Axes of both operands that stay in the result: channels of a depthwise convolution. */
  readonly shared: Run;
  /** Summed axes that move inside the window, and those that do not. */
  readonly taps: Run;
  readonly channels: Run;
  readonly table: WindowTable;
  /** Axes of the result: rows of the product and its columns. */
  readonly axes: ProductAxes;
  readonly lhsStart: number;
  readonly rhsStart: number;
}

/** Joins axes that both operands walk as one; null where they do not. */
function foldRun(axes: readonly Run[]): Run | null {
  let folded: Run | null = null;
  for (const axis of axes) {
    if (axis.size === 1) continue;
    if (folded === null) folded = axis;
    else if (folded.lhs === axis.lhs * axis.size && folded.rhs === axis.rhs * axis.size) folded = { ...axis, size: folded.size * axis.size };
    else return null;
  }
  return folded ?? { size: 1, lhs: 0, rhs: 0 };
}

/** Strides along axes that `windowed` leaves out; the table holds the others. */
export function plainStrides(map: IndexMap, operand: OperandLayout, rank: number, windowed: ReadonlySet<number>): number[] {
  const strides = new Array<number>(rank).fill(0);
  map.forEach((e, d) => {
    for (const t of e.terms) if (!windowed.has(t.axis)) strides[t.axis] += (t.coefficient as number) * operand.strides[d];
  });
  return strides;
}

/** The order of axes that the kernels need: outer rows, pixels, inner rows, shared, columns, taps, channels. */
const order = 'opqxntc';

/** A contraction as windows, or null where its axes come in another order or its maps are not of this kind. */
export function windowView(form: ContractForm, lhs: OperandLayout, rhs: OperandLayout, shape: readonly number[]): WindowView | null {
  const sizes = [...shape, ...(form.extents as readonly number[])];
  const windowed = windowedAxes({ map: form.lhs, operand: lhs, sizes });
  if (!windowed) return null;
  const strided = form.lhs.flatMap((e) => e.terms.filter((t) => t.coefficient !== 1 && t.axis < shape.length).map((t) => t.axis));
  // rows of pixels that are skipped lie apart: where no run of them holds all, a table of pixels does
  return viewThrough(form, lhs, rhs, shape, windowed) ?? (strided.length > 0 ? viewThrough(form, lhs, rhs, shape, new Set([...windowed, ...strided])) : null);
}

/** The view with these axes in its table. */
function viewThrough(form: ContractForm, lhs: OperandLayout, rhs: OperandLayout, shape: readonly number[], windowed: ReadonlySet<number>): WindowView | null {
  const sizes = [...shape, ...(form.extents as readonly number[])];
  const window = { map: form.lhs, operand: lhs, sizes };
  const right = streamOf(form.rhs, rhs, sizes.length);
  if (!right || windowedAxes({ map: form.rhs, operand: rhs, sizes })?.size !== 0) return null;
  const uses = (map: IndexMap, axis: number): boolean => map.some((e) => e.terms.some((t) => t.axis === axis));
  const lastPixel = Math.max(-1, ...[...windowed].filter((axis) => axis < shape.length));
  const kind = (axis: number): string => {
    if (axis >= shape.length) return windowed.has(axis) ? 't' : 'c';
    if (uses(form.rhs, axis)) return uses(form.lhs, axis) ? 'x' : 'n';
    return windowed.has(axis) ? 'p' : axis < lastPixel ? 'o' : 'q';
  };
  const axes = [...sizes.keys()].filter((axis) => sizes[axis] > 1);
  const kinds = axes.map(kind).join('');
  if ([...kinds].some((k, i) => i > 0 && order.indexOf(kinds[i - 1]) > order.indexOf(k))) return null;
  const left = plainStrides(form.lhs, lhs, sizes.length, windowed);
  const of = (name: string): number[] => axes.filter((axis) => kind(axis) === name);
  const run = (name: string): Run | null => foldRun(of(name).map((axis) => ({ size: sizes[axis], lhs: left[axis], rhs: right.strides[axis] })));
  const table = windowTable(window, of('p'), of('t'));
  const [outer, inner, shared, n, taps, channels] = ['o', 'q', 'x', 'n', 't', 'c'].map(run);
  if (!outer || !inner || !shared || !n || !taps || !channels || !table) return null;
  const named = (kinds: string): number[] => axes.filter((axis) => kinds.includes(kind(axis)));
  return {
    outer,
    inner,
    shared,
    n,
    taps,
    channels,
    table,
    axes: { batch: [], rows: named('opqx'), columns: named('n'), outer: [] },
    lhsStart: constantOffset(window, windowed),
    rhsStart: right.start,
  };
}

function windowUnit({ channels, inner }: WindowView): WindowUnit {
  if (channels.size === 1) return 'single';
  if (channels.lhs === 1) return 'channels';
  return inner.lhs === 1 && inner.size % 4 === 0 ? 'rows' : 'none';
}

/** By examples, else by pixels: whole ones, so that tables and pointers move by whole steps. */
function windowSplit({ outer, inner, n, table }: WindowView): Split {
  const own = ['packedA', 'packedB', 'tile'] as const;
  const c = 4 * n.size;
  if (outer.size > 1) {
    const rows = table.pixels * inner.size;
    return splitBy(windowProductFields, { extent: 'rows', multiple: rows, moves: { image: (4 * outer.lhs) / rows, c }, own });
  }
  const moves = { table: (4 * table.taps) / inner.size, c };
  return splitBy(windowProductFields, { extent: 'rows', multiple: inner.size, moves, scaled: { pixels: 1 / inner.size }, own });
}

/** The plan of a contraction whose left operand is seen through windows; null for other types and axis orders. */
export function planConvolution(form: ContractForm, layouts: PlanOperands): OperationPlan | null {
  const [[lhs, rhs], [result]] = [layouts.operands, layouts.results];
  if (lhs.element !== f32 || rhs.element !== f32 || !(form.epilogue || result.element === f32)) return null;
  if ([result, lhs, rhs].some((l) => elementCount(l.shape) === 0)) return null;
  const view = windowView(form, lhs, rhs, result.shape);
  if (!view || view.shared.size > 1) return null;
  const { outer, inner, n, taps, channels, table } = view;
  const [rows, k] = [outer.size * table.pixels * inner.size, taps.size * channels.size];
  const plan = new PlanBuilder(layouts);
  const epilogue = form.epilogue ? planEpilogue(form, layouts, plan, view.axes, { batch: 0, row: n.size }, windowProductFields.length) : null;
  if (form.epilogue && !epilogue) return null;
  const target = { ...defaultTarget, fused: layouts.fused ?? false };
  const blocks = blocksFor(target, rows, n.size, k);
  // taps and channels of b lie evenly where a tap is as far from the next as its channels reach
  const even = taps.size === 1 || channels.size === 1 || taps.rhs === channels.rhs * channels.size;
  const kB = channels.size === 1 ? taps.rhs : channels.rhs;
  const fields: Record<WindowProductField, DescriptorField> = {
    image: place(0, 4 * view.lhsStart),
    table: place(plan.table(table.offsets)),
    zeros: place(plan.table(new Int32Array(channels.size + 4))),
    rows,
    pixels: table.pixels,
    inner: inner.size,
    taps: table.taps,
    channels: channels.size,
    outerBytes: 4 * outer.lhs,
    innerBytes: 4 * inner.lhs,
    channelBytes: 4 * channels.lhs,
    n: n.size,
    k,
    b: place(1, 4 * view.rhsStart),
    kB: 4 * kB,
    columnB: 4 * n.rhs,
    segment: even ? k : channels.size,
    segmentBytes: even ? 0 : 4 * taps.rhs,
    c: place(plan.result(epilogue?.sums)),
    packedA: place(plan.scratch(4 * blocks.m * blocks.k)),
    packedB: place(plan.scratch(4 * blocks.n * blocks.k)),
    tile: place(plan.scratch(4 * target.rows * target.columns)),
    blockM: blocks.m,
    blockN: blocks.n,
    blockK: blocks.k,
  };
  const unitB = kB === 1 ? 'k' : n.rhs === 1 ? 'across' : 'none';
  plan.call(
    windowProduct(target, { unitA: windowUnit(view), unitB, epilogue: epilogue?.code ?? null }),
    [...windowProductFields.map((name) => fields[name]), ...(epilogue?.fieldsAt([], 0) ?? [])],
    withMoves(windowSplit(view), epilogue?.moves.row),
  );
  return plan.finish(productWork(2 * k, form.epilogue) * rows * n.size, epilogue?.inPlace(k > blocks.k));
}
