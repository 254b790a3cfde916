/** Where staging in WebAssembly memory pays against the js device. Measured on Node 20, AMD Zen 5; see docs/decisions. */
import { expressionCost, type OperationPlan } from '@millrace/compiler';
import type { PointwiseForm, TensorType } from '@millrace/ir';

/** Element operations from which a planned kernel pays for its copies and its call. */
const leastWork = 8192;
/** Cheap expressions are bound by memory and run as fast in JavaScript, which copies nothing. */
const leastCost = 4;
/** Cost of an expression times elements from which the call pays. */
const leastPointwise = 4096;

export const pays = (plan: OperationPlan, _results: readonly TensorType[]): boolean => plan.work >= leastWork;

export function pointwisePays(form: PointwiseForm, size: number): boolean {
  const cost = expressionCost(form.results);
  return cost >= leastCost && cost * size >= leastPointwise;
}
