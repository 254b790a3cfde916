/** From contractions to matrix products: the axes of the form fall into batch, rows, columns and summed ones. */
import { type ContractForm, f32 } from '@millrace/ir';
import { type PlannedEpilogue, type ProductAxes, planEpilogue, productWork, withMoves } from './epilogue.ts';
import { type MatrixField, matrixFields, matrixProduct } from './gemm/matrix-product.ts';
import { blocksFor, defaultTarget, type GemmTarget } from './gemm/micro-kernel.ts';
import type { Unit } from './gemm/pack.ts';
import { mostDirectRows, rowProduct } from './gemm/row-product.ts';
import { type DescriptorField, type OperationPlan, place, type Split, splitBy } from './kernel.ts';
import { elementCount, type OperandLayout, type Stream, streamOf } from './layout.ts';
import { PlanBuilder, type PlanOperands } from './plan-builder.ts';

/** One axis of a matrix view: a size and a step in elements for each operand that has it. */
interface Axis {
  readonly size: number;
  readonly lhs: number;
  readonly rhs: number;
  readonly result: number;
}

/** Axes that fold into one, or null where the operands do not walk them as one. Without axes a single step of nothing. */
function fold(axes: readonly Axis[]): Axis | null {
  let folded: Axis | null = null;
  for (const axis of axes) {
    if (axis.size === 1) continue;
    if (folded === null) folded = axis;
    else if (folded.lhs === axis.lhs * axis.size && folded.rhs === axis.rhs * axis.size && folded.result === axis.result * axis.size)
      folded = { ...axis, size: folded.size * axis.size };
    else return null;
  }
  return folded ?? { size: 1, lhs: 0, rhs: 0, result: 0 };
}

export interface MatrixView {
  readonly batch: Axis;
  readonly m: Axis;
  readonly n: Axis;
  readonly k: Axis;
  /** Axes of the result in `batch`, `m` and `n`. */
  readonly axes: ProductAxes;
  readonly lhsStart: number;
  readonly rhsStart: number;
}

/** The contraction as a batch of matrix products on strided operands, or null where it is none. */
export function matrixView(form: ContractForm, lhs: OperandLayout, rhs: OperandLayout, result: OperandLayout): MatrixView | null {
  const extents = form.extents as readonly number[];
  const outer = result.shape.length;
  const sizes = [...result.shape, ...extents];
  const [left, right] = [streamOf(form.lhs, lhs, sizes.length), streamOf(form.rhs, rhs, sizes.length)];
  if (!left || !right || !staysInside(left, lhs, sizes) || !staysInside(right, rhs, sizes)) return null;
  const uses = (map: ContractForm['lhs'], axis: number): boolean => map.some((e) => e.terms.some((t) => t.axis === axis));
  const axes = sizes.map((size, axis) => ({ size, lhs: left.strides[axis], rhs: right.strides[axis], result: axis < outer ? result.strides[axis] : 0 }));
  const kind = (axis: number): string => (axis >= outer ? 'k' : `${uses(form.lhs, axis) ? 'l' : ''}${uses(form.rhs, axis) ? 'r' : ''}`);
  const group = (name: string): Axis | null => fold(axes.filter((_, axis) => kind(axis) === name));
  const [batch, m, n, k] = [group('lr'), group('l'), group('r'), group('k')];
  const known = axes.every((a, axis) => a.size === 1 || kind(axis) !== '');
  if (!batch || !m || !n || !k || !known || (n.size > 1 && n.result !== 1)) return null;
  const named = (name: string): number[] => [...result.shape.keys()].filter((axis) => kind(axis) === name);
  return { batch, m, n, k, axes: { batch: named('lr'), rows: named('l'), columns: named('r') }, lhsStart: left.start, rhsStart: right.start };
}

/** Whether every coordinate reads inside the operand's block, so that no element counts as zero. */
function staysInside(stream: Stream, operand: OperandLayout, sizes: readonly number[]): boolean {
  const reach = sizes.map((size, axis) => (size - 1) * stream.strides[axis]);
  const low = reach.reduce((sum, r) => sum + Math.min(r, 0), stream.start);
  const high = reach.reduce((sum, r) => sum + Math.max(r, 0), stream.start);
  return (
    low >= 0 &&
    high <
      Math.max(
        1,
        operand.shape.reduce((sum, d, axis) => sum + (d - 1) * operand.strides[axis], 1),
      )
  );
}

const unitOf = (k: number, across: number): Unit => (k === 1 ? 'k' : across === 1 ? 'across' : 'none');

/** By examples where there are several, else along the longer side of the result. */
function productSplit({ batch, m, n }: MatrixView, target: GemmTarget, epilogue: PlannedEpilogue | null): Split {
  const own = ['packedA', 'packedB', 'tile'] as const;
  const by = (split: Split, kind: keyof PlannedEpilogue['moves']): Split => withMoves(split, epilogue?.moves[kind]);
  if (batch.size > 1) {
    const moves = { a: 4 * batch.lhs, b: 4 * batch.rhs, c: 4 * batch.result };
    return by(splitBy(matrixFields, { extent: 'batches', moves, own }), 'batch');
  }
  if (m.size >= n.size) return by(splitBy(matrixFields, { extent: 'm', multiple: target.rows, moves: { a: 4 * m.lhs, c: 4 * m.result }, own }), 'row');
  return by(splitBy(matrixFields, { extent: 'n', multiple: target.columns, moves: { b: 4 * n.rhs, c: 4 }, own }), 'column');
}

/** The plan of a contraction of f32 matrices with any strides; null for other types and for contractions that are no matrix product. */
export function planMatrixProduct(form: ContractForm, layouts: PlanOperands): OperationPlan | null {
  const [[lhs, rhs], [result]] = [layouts.operands, layouts.results];
  const sumsAreResult = form.epilogue !== undefined || result.element === f32;
  if (lhs.element !== f32 || rhs.element !== f32 || !sumsAreResult || elementCount(result.shape) === 0) return null;
  if ((form.extents as readonly number[]).includes(0)) return null;
  const view = matrixView(form, lhs, rhs, result);
  if (!view) return null;
  const { batch, m, n, k } = view;
  const plan = new PlanBuilder(layouts);
  const rowElements = m.size > 1 ? m.result : n.size;
  const steps = { batch: batch.result, row: rowElements };
  const epilogue = form.epilogue ? planEpilogue(form, layouts, plan, view.axes, steps, matrixFields.length) : null;
  if (form.epilogue && !epilogue) return null;
  const target = { ...defaultTarget, fused: layouts.fused ?? false };
  const blocks = blocksFor(target, m.size, n.size, k.size);
  const fields: Record<MatrixField, DescriptorField> = {
    batches: batch.size,
    m: m.size,
    n: n.size,
    k: k.size,
    a: place(0, 4 * view.lhsStart),
    b: place(1, 4 * view.rhsStart),
    c: place(plan.result(epilogue?.sums)),
    rowA: 4 * m.lhs,
    kA: 4 * k.lhs,
    kB: 4 * k.rhs,
    columnB: 4 * n.rhs,
    rowC: 4 * rowElements,
    batchA: 4 * batch.lhs,
    batchB: 4 * batch.rhs,
    batchC: 4 * batch.result,
    packedA: place(plan.scratch(4 * blocks.m * blocks.k)),
    packedB: place(plan.scratch(4 * blocks.n * blocks.k)),
    tile: place(plan.scratch(4 * target.rows * target.columns)),
    blockM: blocks.m,
    blockN: blocks.n,
    blockK: blocks.k,
  };
  const direct = m.size <= mostDirectRows && (n.rhs === 1 || n.size === 1);
  const code = { unitA: unitOf(k.lhs, m.lhs), unitB: unitOf(k.rhs, n.rhs), epilogue: epilogue?.code ?? null };
  plan.call(
    direct ? rowProduct(target, code.epilogue) : matrixProduct(target, code),
    [...matrixFields.map((name) => fields[name]), ...(epilogue?.fields ?? [])],
    productSplit(view, target, epilogue),
  );
  return plan.finish(productWork(2 * k.size, form.epilogue) * elementCount(result.shape), epilogue?.inPlace(k.size > blocks.k));
}
