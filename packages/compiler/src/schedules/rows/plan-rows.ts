/** Plans of the kernels by name that work on rows. */
import { type Attributes, f32, type OpaqueForm } from '@millrace/ir';
import { type DescriptorField, type OperationPlan, place, type Split } from '../kernel.ts';
import { elementCount, isRowMajor, type OperandLayout } from '../layout.ts';
import { PlanBuilder, type PlanOperands } from '../plan-builder.ts';
import { clearKernel, layerNormGradientKernel, layerNormKernel } from './layer-norm.ts';
import { portStep, type RowKernel, rowFields } from './row-code.ts';
import {
  crossEntropyGradientKernel,
  crossEntropyKernel,
  logSoftmaxGradientKernel,
  logSoftmaxKernel,
  softmaxGradientKernel,
  softmaxKernel,
  sparseCrossEntropyGradientKernel,
  sparseCrossEntropyKernel,
} from './softmax.ts';

export interface RowRequest extends PlanOperands {
  readonly attributes: Attributes;
}
type RowPlanner = (request: RowRequest) => OperationPlan | null;

const allSingle = (layouts: readonly OperandLayout[]): boolean => layouts.every((l) => l.element === f32 && isRowMajor(l));
const epsilonBits = (value: unknown): number => new Int32Array(Float32Array.of(value as number).buffer)[0];

function build(
  request: RowRequest,
  kernel: RowKernel,
  n: number,
  costly: number,
  more: (plan: PlanBuilder) => readonly DescriptorField[] = () => [],
): OperationPlan {
  const plan = new PlanBuilder(request);
  const size = elementCount(request.operands[0].shape);
  const ports = [...request.operands.map((_, i) => place(i)), place(plan.result())];
  const extra = more(plan);
  const moves = kernel.ports.map((port, i) => ({ field: rowFields.ports + i, step: portStep(port, n) }));
  const split: Split | undefined = kernel.independent ? { extent: rowFields.rows, multiple: 1, moves } : undefined;
  plan.call(kernel, [size / n, n, ...ports, ...extra], split);
  return plan.finish(size * costly);
}

/** Rows along the last axis of the first operand. */
const lastSize = ({ operands }: RowRequest): number => operands[0].shape.at(-1) ?? 1;

/** A kernel of f32 rows over the attribute `axis`, which must be the last. */
const alongAxis =
  (kernel: RowKernel): RowPlanner =>
  (request) => {
    const { operands, attributes } = request;
    if (!allSingle(operands) || attributes.axis !== operands[0].shape.length - 1) return null;
    return build(request, kernel, lastSize(request), 20);
  };

const dense =
  (kernel: RowKernel): RowPlanner =>
  (request) =>
    allSingle(request.operands) ? build(request, kernel, lastSize(request), 20) : null;

const sparse =
  (kernel: (long: boolean) => RowKernel): RowPlanner =>
  (request) => {
    const [logits, labels, ...rest] = request.operands;
    const { bits, kind } = labels.element;
    if (!allSingle([logits, ...rest]) || !isRowMajor(labels) || (bits !== 32 && bits !== 64) || kind === 'quantized') return null;
    return build(request, kernel(bits === 64), lastSize(request), 20);
  };

function planLayerNorm(request: RowRequest): OperationPlan | null {
  if (!allSingle(request.operands)) return null;
  return build(request, layerNormKernel, elementCount(request.operands[1].shape), 6, () => [epsilonBits(request.attributes.epsilon)]);
}

function planLayerNormGradient(request: RowRequest): OperationPlan | null {
  if (!allSingle(request.operands)) return null;
  const n = elementCount(request.operands[1].shape);
  const bytes = 8 * Math.ceil(n / 4) * 4;
  return build(request, layerNormGradientKernel, n, 12, (plan) => {
    const sums = [plan.scratch(bytes), plan.scratch(bytes)];
    for (const s of sums) plan.call(clearKernel, [place(s), bytes]);
    return [epsilonBits(request.attributes.epsilon), ...sums.map((s) => place(s)), place(plan.result(1)), place(plan.result(2))];
  });
}

const planners: Readonly<Record<string, RowPlanner>> = {
  softmax: alongAxis(softmaxKernel),
  softmax_gradient: alongAxis(softmaxGradientKernel),
  log_softmax: alongAxis(logSoftmaxKernel),
  log_softmax_gradient: alongAxis(logSoftmaxGradientKernel),
  softmax_cross_entropy: dense(crossEntropyKernel),
  softmax_cross_entropy_gradient: dense(crossEntropyGradientKernel),
  sparse_softmax_cross_entropy: sparse(sparseCrossEntropyKernel),
  sparse_softmax_cross_entropy_gradient: sparse(sparseCrossEntropyGradientKernel),
  layer_norm: planLayerNorm,
  layer_norm_gradient: planLayerNormGradient,
};

/** The plan of a row kernel by name, or null for other names, types and axes. */
export function planRows(form: OpaqueForm, request: RowRequest): OperationPlan | null {
  if (request.operands.length === 0 || elementCount(request.operands[0].shape) === 0) return null;
  return planners[form.kernel]?.(request) ?? null;
}
