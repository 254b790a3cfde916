/** Plans of operations by the form of their lowering. */
import type { Attributes, Lowered, Program } from '@millrace/ir';
import { planMatrixProduct } from './contract.ts';
import { planConvolution } from './convolve.ts';
import type { OperationPlan } from './kernel.ts';
import { planMove } from './move/move.ts';
import type { PlanOperands } from './plan-builder.ts';
import { planReduce } from './reduce/reduce.ts';
import { planRows } from './rows/plan-rows.ts';
import { planDepthwise } from './window/depthwise.ts';
import { planReduceWindow } from './window/reduce-window.ts';
import { planSelectAndScatter } from './window/select-and-scatter.ts';

/** An operation with its types and the layouts of its operands. */
export interface PlanRequest extends PlanOperands {
  readonly lowered: Lowered;
  readonly attributes: Attributes;
  readonly regions: readonly Program[];
}

type Planner<F extends Lowered = Lowered> = (form: F, request: PlanRequest) => OperationPlan | null;
type Planners = { readonly [K in Lowered['form']]?: Planner<Extract<Lowered, { readonly form: K }>> };

/** Kernels by name that are not rows. */
const named: Readonly<Record<string, (request: PlanRequest) => OperationPlan | null>> = {
  select_and_scatter: planSelectAndScatter,
  grouped_convolution: planDepthwise,
};

const planners: Planners = {
  // No schedule writes anything but sums.
  contract: (form, request) => (form.epilogue ? null : (planMatrixProduct(form, request) ?? planConvolution(form, request))),
  move: planMove,
  reduce: (form, request) => planReduce(form, request) ?? planReduceWindow(form, request),
  opaque: (form, request) => named[form.kernel]?.(request) ?? planRows(form, request),
};

/** A plan for an operation whose lowering is not pointwise (see `planPointwise`), or null where this target has no schedule for it. */
export function planOperation(request: PlanRequest): OperationPlan | null {
  const planner = planners[request.lowered.form] as Planner | undefined;
  return planner ? planner(request.lowered, request) : null;
}
