/** Bytes that steps move between memory and kernels. */
import type { View } from './slot.ts';
import type { KernelStep, Step } from './steps.ts';

/** Each element once: those of an axis that is repeated are one. */
const bytesOfView = ({ layout: { element, shape, strides } }: View): number =>
  shape.reduce((n, d, axis) => (strides[axis] === 0 && d > 0 ? n : n * d), element.bytes);

/** What a step reads and writes, each operand once. Steps with bodies move what these move. */
export function bytesMoved(step: Step): number {
  switch (step.kind) {
    case 'kernels':
    case 'host':
      return portBytes(step);
    case 'copy':
      return 2 * step.from.layout.shape.reduce((n, d) => n * d, step.from.layout.element.bytes);
    case 'scan':
      return step.length * [...step.ins, ...step.outs].reduce((sum, p) => sum + 2 * p.rowBytes, 0);
    default:
      return 0;
  }
}

const portBytes = ({ reads, origin }: Pick<KernelStep, 'reads' | 'origin'>): number =>
  reads.reduce((sum, v) => sum + bytesOfView(v), 0) + origin.results.reduce((sum, t) => sum + t.size * t.element.bytes, 0);
