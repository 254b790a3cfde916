/** Plans of moves: each part of the result becomes one strided copy of the elements that exist; what no copy reaches is filled first. */
import { type IndexExpr, isStatic, type MoveForm, type MovePart } from '@millrace/ir';
import { type OperationPlan, place, type Split } from '../kernel.ts';
import { elementCount, type OperandLayout } from '../layout.ts';
import { PlanBuilder, type PlanOperands } from '../plan-builder.ts';
import { type CopyUnit, copyAxes, copyKernel } from './copy-kernel.ts';

/** One axis of a copy: how many elements, and the steps of both sides in elements. */
interface CopyAxis {
  readonly size: number;
  readonly from: number;
  readonly to: number;
}
interface Copy {
  readonly source: number;
  readonly from: number;
  readonly to: number;
  readonly axes: readonly CopyAxis[];
}

interface Span extends CopyAxis {
  /** Positions of the first element, in elements. */
  readonly fromStart: number;
  readonly toStart: number;
}

/** The elements of one source dimension that a result axis of `length` reads; null for maps that both scale and divide. */
function spanOf(e: IndexExpr, coefficient: number, length: number, size: number, fromStride: number, toStride: number): Span | null {
  const [offset, divisor] = [e.offset as number, e.divisor as number];
  if (divisor === 1) {
    const [a, b] = [-offset / coefficient, (size - 1 - offset) / coefficient];
    const first = Math.max(0, Math.ceil(Math.min(a, b)));
    const end = Math.min(length - 1, Math.floor(Math.max(a, b)));
    return {
      size: Math.max(0, end - first + 1),
      from: coefficient * fromStride,
      to: toStride,
      fromStart: (coefficient * first + offset) * fromStride,
      toStart: first * toStride,
    };
  }
  if (coefficient !== 1) return null;
  const first = Math.max(0, Math.ceil(offset / divisor));
  const end = Math.min(size - 1, Math.floor((length - 1 + offset) / divisor));
  return {
    size: Math.max(0, end - first + 1),
    from: fromStride,
    to: divisor * toStride,
    fromStart: first * fromStride,
    toStart: (first * divisor - offset) * toStride,
  };
}

function copyOf(part: MovePart, source: OperandLayout, result: OperandLayout): Copy | null {
  const box = (part.size ?? result.shape) as readonly number[];
  const start = (part.start ?? result.shape.map(() => 0)) as readonly number[];
  let from = 0;
  let to = start.reduce((sum, s, axis) => sum + s * result.strides[axis], 0);
  const axes: CopyAxis[] = box.map((size, axis) => ({ size, from: 0, to: result.strides[axis] }));
  const used = new Set<number>();
  for (const [dimension, e] of part.map.entries()) {
    if (e.dynamic !== undefined || !isStatic(e.offset) || !isStatic(e.divisor)) return null;
    const terms = e.terms.filter((t) => box[t.axis] > 1);
    if (terms.length > 1 || terms.some((t) => used.has(t.axis) || !isStatic(t.coefficient) || t.coefficient === 0)) return null;
    const [term] = terms;
    const span = spanOf(
      e,
      (term?.coefficient as number) ?? 1,
      term ? box[term.axis] : 1,
      source.shape[dimension],
      source.strides[dimension],
      term ? result.strides[term.axis] : 0,
    );
    if (!span) return null;
    from += span.fromStart;
    to += span.toStart;
    if (term) {
      used.add(term.axis);
      axes[term.axis] = span;
    } else if (span.size === 0) axes.push({ size: 0, from: 0, to: 0 });
  }
  return { source: part.source, from, to, axes };
}

/** Joins neighbors that both sides walk as one. */
function joinAxes(axes: readonly CopyAxis[]): CopyAxis[] {
  const joined: CopyAxis[] = [];
  for (const axis of axes) {
    if (axis.size === 1) continue;
    const before = joined.at(-1);
    if (before && before.from === axis.from * axis.size && before.to === axis.to * axis.size)
      joined[joined.length - 1] = { ...axis, size: before.size * axis.size };
    else joined.push(axis);
  }
  return joined;
}

/** The kernel for a copy, with its axes in the order that the kernel wants. */
function schedule(axes: readonly CopyAxis[]): { readonly unit: CopyUnit; readonly axes: readonly CopyAxis[] } {
  const inner = axes.at(-1);
  if (!inner || (inner.from === 1 && inner.to === 1)) return { unit: 'row', axes };
  if (inner.to !== 1) return { unit: 'any', axes };
  if (inner.from === 0) return { unit: 'repeat', axes };
  const unit = axes.findIndex((a) => a.from === 1);
  if (unit < 0) return { unit: 'any', axes };
  return { unit: 'tile', axes: [...axes.slice(0, unit), ...axes.slice(unit + 1, -1), axes[unit], inner] };
}

const idle: CopyAxis = { size: 1, from: 0, to: 0 };

/** Along the outermost axis that has a size. */
function copySplit(axes: readonly CopyAxis[]): Split | undefined {
  const axis = axes.findIndex((a) => a.size > 1);
  if (axis < 0) return undefined;
  const moves = [
    { field: 0, step: 4 * axes[axis].from },
    { field: 1, step: 4 * axes[axis].to },
  ];
  return { extent: 2 + axis, multiple: 4, moves };
}

function addCopy(plan: PlanBuilder, copy: Copy, count: readonly CopyAxis[]): boolean {
  const { unit, axes } = schedule(count);
  if (axes.length > copyAxes) return false;
  // a row without axes is one element
  const all = [...Array.from({ length: copyAxes - axes.length }, () => idle), ...axes];
  const bytes = (list: readonly number[]): number[] => list.map((x) => 4 * x);
  const sizes = all.map((a) => a.size);
  const steps = [...bytes(all.map((a) => a.from)), ...bytes(all.map((a) => a.to))];
  plan.call(copyKernel(unit), [place(copy.source, 4 * copy.from), place(plan.result(), 4 * copy.to), ...sizes, ...steps], copySplit(all));
  return true;
}

/** The plan of a move of 32-bit elements; null for other sizes, diagonals and positions that are known at run time only. */
export function planMove(form: MoveForm, layouts: PlanOperands): OperationPlan | null {
  const [result] = layouts.results;
  if ([...layouts.operands, result].some((l) => l.element.bytes !== 4 || l.element.lanes !== 1)) return null;
  const copies: Copy[] = [];
  for (const part of form.parts) {
    const copy = copyOf(part, layouts.operands[part.source], result);
    if (!copy) return null;
    copies.push(copy);
  }
  const plan = new PlanBuilder(layouts);
  const isEmpty = (c: Copy): boolean => elementCount(layouts.operands[c.source].shape) === 0;
  const moved = copies.map((c) => (isEmpty(c) ? 0 : c.axes.reduce((n, a) => n * a.size, 1)));
  const size = elementCount(result.shape);
  // parts do not overlap, so their counts tell whether something stays uncovered
  if (moved.reduce((a, b) => a + b, 0) < size) {
    if (form.fill === undefined) return null;
    addCopy(plan, { source: form.fill, from: 0, to: 0, axes: [] }, [{ size, from: 0, to: 1 }]);
  }
  for (const [i, copy] of copies.entries()) if (moved[i] > 0 && !addCopy(plan, copy, joinAxes(copy.axes))) return null;
  return plan.finish(size);
}
