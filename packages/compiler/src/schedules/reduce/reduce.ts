/** Plans of reductions: which axes are reduced, in what order they lie in memory, and which kernel walks them. */
import type { IndexMap, ReduceForm } from '@millrace/ir';
import { canVectorize } from '../../emit/wasm/scalar-code.ts';
import { type DescriptorField, type OperationPlan, place, type Split, splitBy } from '../kernel.ts';
import { elementCount, type OperandLayout, type Stream, streamOf } from '../layout.ts';
import { PlanBuilder, type PlanOperands } from '../plan-builder.ts';
import { expressionCost } from '../pointwise.ts';
import { columnReduction, reductionScratch } from './column-kernel.ts';
import { vectorCombiner } from './combiner.ts';
import { inputFields, type ReduceField, type Reduction, reduceFields, rowReduction } from './row-kernel.ts';

interface Axis {
  readonly size: number;
  /** Steps of the inputs in elements, then that of the result. */
  readonly steps: readonly number[];
}

/** Axes without those of size 1, neighbors joined where inputs and result walk them as one. */
function join(axes: readonly Axis[]): Axis[] {
  const joined: Axis[] = [];
  for (const axis of axes) {
    const last = joined.at(-1);
    if (axis.size === 1) continue;
    if (last?.steps.every((step, i) => step === axis.steps[i] * axis.size)) joined[joined.length - 1] = { ...axis, size: last.size * axis.size };
    else joined.push(axis);
  }
  return joined;
}

/** Whether the window of every dimension lies inside the operand, so that nothing is skipped. */
function coversInside(map: IndexMap, operand: OperandLayout, sizes: readonly number[]): boolean {
  return map.every((e, dimension) => {
    const low = e.terms.reduce((sum, t) => sum + Math.min((t.coefficient as number) * (sizes[t.axis] - 1), 0), e.offset as number);
    const high = e.terms.reduce((sum, t) => sum + Math.max((t.coefficient as number) * (sizes[t.axis] - 1), 0), e.offset as number);
    return low >= 0 && high < operand.shape[dimension];
  });
}

/** The plan of a reduction along one run of axes; null for windows (see `planWindow`), other types, and runs that lie apart in memory. */
export function planReduce(form: ReduceForm, layouts: PlanOperands): OperationPlan | null {
  const count = form.maps.length;
  const operands = layouts.operands.slice(0, count);
  const [result] = layouts.results;
  const elements = operands.map((o) => o.element);
  if (form.initial !== count || layouts.operands.length !== count + 1 || operands.some((o) => elementCount(o.shape) === 0)) return null;
  if (!vectorCombiner(form.combiner, result.element) || !canVectorize(form.prologue, elements, result.element)) return null;
  const rank = result.shape.length;
  const sizes = [...result.shape, ...(form.extents as readonly number[])];
  const found = operands.map((o, i) => streamOf(form.maps[i], o, sizes.length));
  if (found.includes(null) || !operands.every((o, i) => coversInside(form.maps[i], o, sizes))) return null;
  const streams = found as Stream[];
  const axes = sizes.map((size, axis): Axis => ({ size, steps: [...streams.map((s) => s.strides[axis]), axis < rank ? result.strides[axis] : 0] }));
  const [kept, reduced] = [join(axes.slice(0, rank)), join(axes.slice(rank))];
  if (reduced.length > 1) return null;
  const run = reduced[0] ?? { size: 1, steps: axes.length > 0 ? axes[0].steps.map(() => 0) : new Array<number>(count + 1).fill(0) };
  return planRun(form, layouts, streams, kept, run);
}

/** Along the longest run of results. `moves` are the steps of inputs and result in bytes along columns and both outer loops. */
function reduceSplit(
  sizes: Readonly<Record<'outer0' | 'outer1' | 'columns', number>>,
  byRows: boolean,
  moves: (extent: keyof typeof sizes) => number[],
): Split {
  const byColumns = !byRows && sizes.columns >= Math.max(sizes.outer0, sizes.outer1);
  const extent = byColumns ? 'columns' : sizes.outer0 > 1 ? 'outer0' : 'outer1';
  const steps = moves(extent);
  const result = steps.pop() as number;
  const split = splitBy(reduceFields, { extent, multiple: byColumns ? 16 : 1, moves: { result }, own: ['scratch'] });
  return { ...split, moves: [...split.moves, ...steps.map((step, i) => ({ field: reduceFields.length + i * inputFields.length, step }))] };
}

/** Whether every input has neighbors along an axis, or one element, and one of them has neighbors. */
const isInner = ({ steps }: Axis, inputs: number): boolean => steps.slice(0, inputs).every((s) => s === 0 || s === 1) && steps.slice(0, inputs).includes(1);

function planRun(form: ReduceForm, layouts: PlanOperands, streams: readonly Stream[], kept: readonly Axis[], run: Axis): OperationPlan | null {
  const count = streams.length;
  const [result] = layouts.results;
  const elements = layouts.operands.slice(0, count).map((o) => o.element);
  const bytes = [...elements, result.element].map((e) => e.bytes);
  const inner = kept.at(-1);
  const byRows = isInner(run, count) || inner === undefined;
  if (!byRows && (!isInner(inner, count) || inner.steps[count] !== 1)) return null;
  if (byRows && !isInner(run, count) && run.size !== 1) return null;
  const outer = byRows ? kept : kept.slice(0, -1);
  if (outer.length > 2) return null;
  const nothing: Axis = { size: 1, steps: bytes.map(() => 0) };
  const [second, first] = [outer.at(-1) ?? nothing, outer.at(-2) ?? nothing];
  const walked = byRows ? run : (inner as Axis);
  // a single element is loaded like neighbors, of which the first counts
  const inputs = elements.map((element, i) => ({ element, walks: walked.size === 1 || walked.steps[i] === 1 }));
  const r: Reduction = { combiner: form.combiner, prologue: form.prologue, inputs, result: result.element };
  const inBytes = (axis: Axis): number[] => axis.steps.map((step, i) => step * bytes[i]);
  const plan = new PlanBuilder(layouts);
  const sizes = { outer0: first.size, outer1: second.size, columns: byRows ? 1 : (inner as Axis).size };
  const fields: Record<ReduceField, DescriptorField> = {
    ...sizes,
    length: run.size,
    initial: place(count),
    result: place(plan.result()),
    result0: inBytes(first)[count],
    result1: inBytes(second)[count],
    scratch: place(plan.scratch(reductionScratch)),
  };
  const fieldsOf = (i: number): DescriptorField[] => [place(i, streams[i].start * bytes[i]), inBytes(first)[i], inBytes(second)[i], inBytes(run)[i]];
  plan.call(
    byRows ? rowReduction(r) : columnReduction(r),
    [...reduceFields.map((name) => fields[name]), ...inputs.flatMap((_, i) => fieldsOf(i))],
    reduceSplit(sizes, byRows, (extent) => inBytes(extent === 'columns' ? (inner as Axis) : extent === 'outer0' ? first : second)),
  );
  const cost = Math.max(1, expressionCost([form.prologue]));
  return plan.finish(cost * kept.reduce((product, a) => product * a.size, run.size));
}
