/** Plans of operations by the form of their lowering. */
import { type Attributes, type ContractForm, f32, type Lowered, type Operation, type Program, type TensorType } from '@millrace/ir';
import { planMatrixProduct } from './contract.ts';
import { planConvolution } from './convolve.ts';
import type { OperationPlan } from './kernel.ts';
import { type OperandLayout, rowMajor } from './layout.ts';
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

/** Schedules sum in f32; what an epilogue stores may have other types. */
function isContractible({ epilogue }: ContractForm, { regions }: PlanRequest): boolean {
  const product = epilogue && regions[0].results[0].type;
  return !product || (product.kind === 'tensor' && product.element === f32);
}

const planners: Planners = {
  contract: (form, request) => (isContractible(form, request) ? (planMatrixProduct(form, request) ?? planConvolution(form, request)) : null),
  move: planMove,
  reduce: (form, request) => planReduce(form, request) ?? planReduceWindow(form, request),
  opaque: (form, request) => named[form.kernel]?.(request) ?? planRows(form, request),
};

/** A plan for an operation whose lowering is not pointwise (see `planPointwise`), or null where this target has no schedule for it. */
export function planOperation(request: PlanRequest): OperationPlan | null {
  const planner = planners[request.lowered.form] as Planner | undefined;
  return planner ? planner(request.lowered, request) : null;
}

/** Whether there is a schedule for an operation on operands of known sizes in row-major order. */
export function hasSchedule({ primitive, operands, attributes, regions, results }: Operation): boolean {
  const types = [...operands, ...results].map((v) => v.type as TensorType);
  if (!types.every((t) => t.kind === 'tensor' && t.isStatic)) return false;
  const layouts = types.map((t): OperandLayout => rowMajor(t.element, t.shape as readonly number[]));
  const programs = regions.map((r) => r.program);
  const lowered = primitive.lower(types.slice(0, operands.length), attributes, programs);
  return (
    planOperation({ lowered, attributes, regions: programs, operands: layouts.slice(0, operands.length), results: layouts.slice(operands.length) }) !== null
  );
}
