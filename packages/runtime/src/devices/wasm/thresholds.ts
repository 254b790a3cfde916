/** Where staging in WebAssembly memory pays against the js device. Measured in one run on a busy machine (Node 20, AMD Zen 5): starting values, see docs/decisions/0014. */
import { expressionCost, type OperationPlan } from '@millrace/compiler';
import type { PointwiseForm } from '@millrace/ir';

/** Element operations from which a call pays for its copies: about 1 ns each in JavaScript, against 1 µs for a call with small operands. */
const leastWork = 2048;

export const pays = (plan: OperationPlan): boolean => plan.work >= leastWork;

/** Whether a pointwise expression over this many elements pays: an addition from 2,048 elements on, a hyperbolic tangent from 147. */
export const pointwisePays = (form: PointwiseForm, size: number): boolean => expressionCost(form.results) * size >= leastWork;
