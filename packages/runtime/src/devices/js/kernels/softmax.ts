/** Softmax, log-softmax, cross entropies and their gradients, one line at a time. Source of each formula: its definition in packages/ir. */
import type { Kernel, KernelRequest } from '../../device.ts';
import { type LineFunction, lineKernel } from './lines.ts';

/** e^(x - max) in `out`; answers their sum and the maximum. */
function exponentials(n: number, x: Float64Array, out: Float64Array): { sum: number; top: number } {
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n; i++) top = Math.max(top, x[i]);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const power = Math.exp(x[i] - top);
    out[i] = power;
    sum += power;
  }
  return { sum, top };
}

const softmaxLine: LineFunction = (n, out, [x]) => {
  const { sum } = exponentials(n, x, out);
  for (let i = 0; i < n; i++) out[i] /= sum;
};

const softmaxGradientLine: LineFunction = (n, out, [y, ct]) => {
  let dot = 0;
  for (let i = 0; i < n; i++) dot += y[i] * ct[i];
  for (let i = 0; i < n; i++) out[i] = y[i] * (ct[i] - dot);
};

const logSoftmaxLine: LineFunction = (n, out, [x]) => {
  const { sum, top } = exponentials(n, x, out);
  const log = Math.log(sum);
  for (let i = 0; i < n; i++) out[i] = x[i] - top - log;
};

const logSoftmaxGradientLine: LineFunction = (n, out, [y, ct]) => {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += ct[i];
  for (let i = 0; i < n; i++) out[i] = ct[i] - Math.exp(y[i]) * sum;
};

const crossEntropyLine: LineFunction = (n, out, [x, labels]) => {
  const { sum, top } = exponentials(n, x, out);
  const total = Math.log(sum) + top;
  let loss = 0;
  for (let i = 0; i < n; i++) loss += labels[i] * (total - x[i]);
  out[0] = loss;
};

const crossEntropyGradientLine: LineFunction = (n, out, [x, labels], [ct]) => {
  const { sum } = exponentials(n, x, out);
  let weight = 0;
  for (let i = 0; i < n; i++) weight += labels[i];
  for (let i = 0; i < n; i++) out[i] = ((out[i] / sum) * weight - labels[i]) * ct;
};

const sparseCrossEntropyLine: LineFunction = (n, out, [x], [label]) => {
  const { sum, top } = exponentials(n, x, out);
  out[0] = label >= 0 && label < n ? Math.log(sum) + top - x[label] : 0;
};

const sparseCrossEntropyGradientLine: LineFunction = (n, out, [x], [label, ct]) => {
  if (!(label >= 0 && label < n)) {
    out.fill(0);
    return;
  }
  const { sum } = exponentials(n, x, out);
  for (let i = 0; i < n; i++) out[i] = (out[i] / sum - (i === label ? 1 : 0)) * ct;
};

/** Along the attribute `axis`. */
const alongAxis =
  (compute: LineFunction) =>
  (request: KernelRequest): Kernel | null =>
    lineKernel(request, request.attributes.axis as number, request.operands.length, false, compute);

/** Along the last axis of the logits. */
const ofLogits =
  (compute: LineFunction, whole: number, perLine: boolean) =>
  (request: KernelRequest): Kernel | null =>
    lineKernel(request, request.operands[0].rank - 1, whole, perLine, compute);

/** By the name of the opaque form. */
export const softmaxKernels: Readonly<Record<string, (request: KernelRequest) => Kernel | null>> = {
  softmax: alongAxis(softmaxLine),
  softmax_gradient: alongAxis(softmaxGradientLine),
  log_softmax: alongAxis(logSoftmaxLine),
  log_softmax_gradient: alongAxis(logSoftmaxGradientLine),
  softmax_cross_entropy: ofLogits(crossEntropyLine, 2, true),
  softmax_cross_entropy_gradient: ofLogits(crossEntropyGradientLine, 2, false),
  sparse_softmax_cross_entropy: ofLogits(sparseCrossEntropyLine, 1, true),
  sparse_softmax_cross_entropy_gradient: ofLogits(sparseCrossEntropyGradientLine, 1, false),
};
