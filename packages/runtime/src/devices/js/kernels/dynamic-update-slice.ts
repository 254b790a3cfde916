/** `dynamic_update_slice`: the operand with a box replaced, whose start is moved until it fits. */
import { compileSource, moveRunsSource, moveSource, planNest } from '@millrace/compiler';
import { identityMap, staticShape, stridesOf, type TypedArray } from '@millrace/ir';
import { contiguous, copyStrided, rawElement, type Storage } from '../../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../../device.ts';

type Loop = (geometry: readonly number[], x: TypedArray, y: TypedArray) => void;

/** The start of a box of `size` along an axis of `extent`, from a scalar: inside, wherever the scalar points. */
export const clampedStart = (scalar: Storage, extent: number, size: number): number => Math.max(0, Math.min(Number(scalar.data[scalar.offset]), extent - size));

export function dynamicUpdateSliceKernel({ operands }: KernelRequest): Kernel {
  const [operand, update] = operands;
  const shape = staticShape(operand);
  const box = staticShape(update);
  const strides = stridesOf(shape);
  const element = rawElement(operand.element);
  const map = identityMap(box.length);
  return (inputs, [y]) => {
    const [whole, part] = inputs;
    if (whole.strides === null) y.set(contiguous(whole, operand) as never);
    else copyStrided(operand.element, shape, whole.data, whole.offset, whole.strides, y);
    const offset = shape.reduce((sum, extent, axis) => sum + clampedStart(inputs[2 + axis], extent, box[axis]) * strides[axis], 0);
    const source = { map, shape: box, strides: part.strides ?? stridesOf(box), offset: part.offset };
    const plan = planNest(
      box,
      box.map(() => 0),
      [source, { map, shape: box, strides, offset }],
      0,
    );
    const last = plan.structure.axes - 1;
    const inRuns = last >= 0 && plan.steps[0][last] === 1 && plan.steps[1][last] === 1 && plan.sizes[last] >= 24;
    const loop = compileSource<Loop>((inRuns ? moveRunsSource : moveSource)(element, plan.structure)) as Loop;
    loop(plan.geometry, part.data, y);
  };
}
