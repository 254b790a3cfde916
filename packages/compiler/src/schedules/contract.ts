/** From contractions to matrix products: the axes of the form fall into batch, rows, columns and summed ones. */
import { type ContractForm, f32 } from '@millrace/ir';
import { type PlannedEpilogue, planEpilogue, productWork, withMoves } from './epilogue.ts';
import { type MatrixField, matrixFields, matrixProduct } from './gemm/matrix-product.ts';
import { blocksFor, defaultTarget, type GemmTarget } from './gemm/micro-kernel.ts';
import type { Unit } from './gemm/pack.ts';
import { mostDirectRows, rowProduct } from './gemm/row-product.ts';
import { type DescriptorField, type OperationPlan, place, type Split, splitBy } from './kernel.ts';
import { elementCount, type OperandLayout, type Stream, streamOf } from './layout.ts';
import { PlanBuilder, type PlanOperands } from './plan-builder.ts';

/** One axis of a matrix view: a size, a step in elements for each operand that has it, and the axes of the result that it folds. */
interface Axis {
  readonly size: number;
  readonly lhs: number;
  readonly rhs: number;
  readonly result: number;
  readonly of: readonly number[];
}

const nothing: Axis = { size: 1, lhs: 0, rhs: 0, result: 0, of: [] };

/** Axes folded where the operands walk neighbors as one. */
function fold(axes: readonly Axis[]): Axis[] {
  const folded: Axis[] = [];
  for (const axis of axes) {
    const last = folded.at(-1);
    if (axis.size === 1) continue;
    if (last && last.lhs === axis.lhs * axis.size && last.rhs === axis.rhs * axis.size && last.result === axis.result * axis.size)
      folded[folded.length - 1] = { ...axis, size: last.size * axis.size, of: [...last.of, ...axis.of] };
    else folded.push(axis);
  }
  return folded;
}

export interface MatrixView {
  /** Batches that do not fold into one axis: a call for each of their coordinates. */
  readonly outer: readonly Axis[];
  readonly batch: Axis;
  readonly m: Axis;
  readonly n: Axis;
  readonly k: Axis;
  readonly lhsStart: number;
  readonly rhsStart: number;
}

/** Calls beyond this are not worth their descriptors. */
const mostCalls = 1024;

const largest = (axes: readonly Axis[]): Axis => axes.reduce((best, axis) => (axis.size > best.size ? axis : best), nothing);

/** The contraction as batches of matrix products on strided operands, or null where it is none. */
export function matrixView(form: ContractForm, lhs: OperandLayout, rhs: OperandLayout, result: OperandLayout): MatrixView | null {
  const extents = form.extents as readonly number[];
  const rank = result.shape.length;
  const sizes = [...result.shape, ...extents];
  const [left, right] = [streamOf(form.lhs, lhs, sizes.length), streamOf(form.rhs, rhs, sizes.length)];
  if (!left || !right || !staysInside(left, lhs, sizes) || !staysInside(right, rhs, sizes)) return null;
  const uses = (map: ContractForm['lhs'], axis: number): boolean => map.some((e) => e.terms.some((t) => t.axis === axis));
  const stepOf = (axis: number): number => (axis < rank ? result.strides[axis] : 0);
  const axes = sizes.map(
    (size, axis): Axis => ({ size, lhs: left.strides[axis], rhs: right.strides[axis], result: stepOf(axis), of: axis < rank ? [axis] : [] }),
  );
  const kind = (axis: number): string => (axis >= rank ? 'k' : `${uses(form.lhs, axis) ? 'l' : ''}${uses(form.rhs, axis) ? 'r' : ''}`);
  if (axes.some((a, axis) => a.size > 1 && kind(axis) === '')) return null;
  const [batches, rows, columns, sums] = ['lr', 'l', 'r', 'k'].map((name) => fold(axes.filter((_, axis) => kind(axis) === name)));
  const [batch, m, n, k] = [largest(batches), rows[0] ?? nothing, columns[0] ?? nothing, sums[0] ?? nothing];
  const outer = batches.filter((axis) => axis !== batch);
  if (
    [rows, columns, sums].some((list) => list.length > 1) ||
    (n.size > 1 && n.result !== 1) ||
    outer.reduce((calls, axis) => calls * axis.size, 1) > mostCalls
  )
    return null;
  return { outer, batch, m, n, k, lhsStart: left.start, rhsStart: right.start };
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
  const axes = { batch: batch.of, rows: m.of, columns: n.of, outer: view.outer.map((axis) => axis.of) };
  const epilogue = form.epilogue ? planEpilogue(form, layouts, plan, axes, steps, matrixFields.length) : null;
  if (form.epilogue && !epilogue) return null;
  const target = { ...defaultTarget, fused: layouts.fused ?? false };
  const blocks = blocksFor(target, m.size, n.size, k.size);
  const direct = m.size <= mostDirectRows && (n.rhs === 1 || n.size === 1);
  const code = { unitA: unitOf(k.lhs, m.lhs), unitB: unitOf(k.rhs, n.rhs), epilogue: epilogue?.code ?? null };
  const kernel = direct ? rowProduct(target, code.epilogue) : matrixProduct(target, code);
  const split = productSplit(view, target, epilogue);
  const scratch = scratchFor(plan, target, blocks);
  eachCoordinate(view.outer, (coordinates) => {
    const start = (step: (axis: Axis) => number): number => view.outer.reduce((sum, axis, i) => sum + coordinates[i] * step(axis), 0);
    const result = start((axis) => axis.result);
    const fields: Record<MatrixField, DescriptorField> = {
      ...sizesAndSteps(view, rowElements),
      ...scratch,
      a: place(0, 4 * (view.lhsStart + start((axis) => axis.lhs))),
      b: place(1, 4 * (view.rhsStart + start((axis) => axis.rhs))),
      c: place(plan.result(epilogue?.sums), 4 * result),
    };
    plan.call(kernel, [...matrixFields.map((name) => fields[name]), ...(epilogue?.fieldsAt(coordinates, result) ?? [])], split);
  });
  const elements = elementCount(layouts.results[0].shape);
  return plan.finish(productWork(2 * k.size, form.epilogue) * elements, epilogue?.inPlace(k.size > blocks.k));
}

function sizesAndSteps({ batch, m, n, k }: MatrixView, rowElements: number) {
  return {
    batches: batch.size,
    m: m.size,
    n: n.size,
    k: k.size,
    rowA: 4 * m.lhs,
    kA: 4 * k.lhs,
    kB: 4 * k.rhs,
    columnB: 4 * n.rhs,
    rowC: 4 * rowElements,
    batchA: 4 * batch.lhs,
    batchB: 4 * batch.rhs,
    batchC: 4 * batch.result,
  };
}

function scratchFor(plan: PlanBuilder, { rows, columns }: GemmTarget, { m, n, k }: GemmTarget['blocks']) {
  return {
    packedA: place(plan.scratch(4 * m * k)),
    packedB: place(plan.scratch(4 * n * k)),
    tile: place(plan.scratch(4 * rows * columns)),
    blockM: m,
    blockN: n,
    blockK: k,
  };
}

/** Every coordinate of some axes, first axis slowest; once where there are none. */
function eachCoordinate(axes: readonly Axis[], visit: (coordinates: readonly number[]) => void, before: readonly number[] = []): void {
  if (before.length === axes.length) visit(before);
  else for (let i = 0; i < axes[before.length].size; i++) eachCoordinate(axes, visit, [...before, i]);
}
