/** Plans of reductions: which axes are reduced, in what order they lie in memory, and which kernel walks them. */
import type { ReduceForm } from '@millrace/ir';
import { canVectorize } from '../../emit/wasm/scalar-code.ts';
import { type DescriptorField, type OperationPlan, place, type Split, splitBy } from '../kernel.ts';
import { elementCount, type OperandLayout, type Stream, streamOf } from '../layout.ts';
import { PlanBuilder, type PlanOperands } from '../plan-builder.ts';
import { columnReduction, reductionScratch } from './column-kernel.ts';
import { vectorCombiner } from './combiner.ts';
import { type ReduceField, type Reduction, reduceFields, rowReduction } from './row-kernel.ts';

interface Axis {
  readonly size: number;
  readonly input: number;
  readonly result: number;
}

/** Axes without those of size 1, neighbors joined where input and result walk them as one. */
function join(axes: readonly Axis[]): Axis[] {
  const joined: Axis[] = [];
  for (const axis of axes) {
    const last = joined.at(-1);
    if (axis.size === 1) continue;
    if (last && last.input === axis.input * axis.size && last.result === axis.result * axis.size)
      joined[joined.length - 1] = { ...axis, size: last.size * axis.size };
    else joined.push(axis);
  }
  return joined;
}

const nothing: Axis = { size: 1, input: 0, result: 0 };

/** Whether the window of every dimension lies inside the operand, so that nothing is skipped. */
function coversInside(form: ReduceForm, operand: OperandLayout, sizes: readonly number[]): boolean {
  return form.maps[0].every((e, dimension) => {
    const low = e.terms.reduce((sum, t) => sum + Math.min((t.coefficient as number) * (sizes[t.axis] - 1), 0), e.offset as number);
    const high = e.terms.reduce((sum, t) => sum + Math.max((t.coefficient as number) * (sizes[t.axis] - 1), 0), e.offset as number);
    return low >= 0 && high < operand.shape[dimension];
  });
}

/** The plan of a reduction along one run of axes; null for windows (see `planWindow`), other types, and runs that lie apart in memory. */
export function planReduce(form: ReduceForm, layouts: PlanOperands): OperationPlan | null {
  const [operand, initial] = layouts.operands;
  const [result] = layouts.results;
  if (form.maps.length !== 1 || form.initial !== 1 || initial === undefined || elementCount(operand.shape) === 0) return null;
  if (!vectorCombiner(form.combiner, result.element) || !canVectorize(form.prologue, [operand.element], result.element)) return null;
  const sizes = [...result.shape, ...(form.extents as readonly number[])];
  const stream = streamOf(form.maps[0], operand, sizes.length);
  if (!stream || !coversInside(form, operand, sizes)) return null;
  const kept = join(result.shape.map((size, axis) => ({ size, input: stream.strides[axis], result: result.strides[axis] })));
  const reduced = join(form.extents.map((size, i) => ({ size: size as number, input: stream.strides[result.shape.length + i], result: 0 })));
  if (reduced.length > 1) return null;
  const run = reduced[0] ?? nothing;
  const reduction = { combiner: form.combiner, prologue: form.prologue, input: operand.element, result: result.element };
  return planRun(layouts, reduction, stream, kept, run);
}

/** Along the longest run of results. */
function reduceSplit(fields: Readonly<Record<ReduceField, DescriptorField>>, byRows: boolean, input: number, result: number): Split | undefined {
  const size = (name: ReduceField): number => fields[name] as number;
  const own = ['scratch'] as const;
  if (!byRows && size('columns') >= Math.max(size('outer0'), size('outer1')))
    return splitBy(reduceFields, { extent: 'columns', multiple: 16, moves: { input, result }, own });
  if (size('outer0') > 1) return splitBy(reduceFields, { extent: 'outer0', moves: { input: size('input0'), result: size('result0') }, own });
  return splitBy(reduceFields, { extent: 'outer1', moves: { input: size('input1'), result: size('result1') }, own });
}

function planRun(layouts: PlanOperands, r: Reduction, stream: Stream, kept: readonly Axis[], run: Axis): OperationPlan | null {
  const inner = kept.at(-1);
  const byRows = run.input === 1 || inner === undefined;
  if (!byRows && (inner.input !== 1 || inner.result !== 1)) return null;
  if (byRows && run.input !== 1 && run.size !== 1) return null;
  const outer = byRows ? kept : kept.slice(0, -1);
  if (outer.length > 2) return null;
  const [second, first] = [outer.at(-1) ?? nothing, outer.at(-2) ?? nothing];
  const plan = new PlanBuilder(layouts);
  const { bytes } = r.input;
  const fields: Record<ReduceField, DescriptorField> = {
    outer0: first.size,
    outer1: second.size,
    columns: byRows ? 1 : (inner as Axis).size,
    length: run.size,
    input: place(0, stream.start * bytes),
    initial: place(1),
    result: place(plan.result()),
    input0: first.input * bytes,
    input1: second.input * bytes,
    step: run.input * bytes,
    result0: first.result * r.result.bytes,
    result1: second.result * r.result.bytes,
    scratch: place(plan.scratch(reductionScratch)),
  };
  plan.call(
    byRows ? rowReduction(r) : columnReduction(r),
    reduceFields.map((name) => fields[name]),
    reduceSplit(fields, byRows, bytes, r.result.bytes),
  );
  return plan.finish(kept.reduce((product, a) => product * a.size, run.size));
}
