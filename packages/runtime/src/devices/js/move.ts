/** Moves on the js device: each part copies a box, in runs where both sides step by one element. */
import { compileSource, moveRunsSource, moveSource, planNest } from '@millrace/compiler';
import { type MoveForm, type MovePart, staticShape, stridesOf, type TypedArray } from '@millrace/ir';
import { rawElement, Storage } from '../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../device.ts';
import { clampedStart } from './kernels/dynamic-update-slice.ts';
import { bindGeometry, nestOperand, type Planned, plannedKernel, resultOperand } from './planned.ts';

type Loop = (geometry: readonly number[], x: TypedArray, y: TypedArray) => void;

/** Shorter runs are faster element by element than by `set`. */
const shortestRun = 24;

/** A kernel for a move form. A start that depends on data is moved until the box fits. */
export function moveKernel({ lowered, operands, results }: KernelRequest): Kernel | null {
  const form = lowered as MoveForm;
  const element = rawElement(results[0].element);
  const shape = staticShape(results[0]);
  const shapes = operands.map(staticShape);
  return plannedKernel((inputs) => {
    const parts = form.parts.map((part) => planPart(part, shape, shapes[part.source], inputs[part.source]));
    return (at, outputs) => {
      if (form.fill !== undefined) fill(outputs[0], at[form.fill], element.lanes);
      for (const part of parts) part(at, outputs);
    };
  });

  function planPart(part: MovePart, whole: readonly number[], from: readonly number[], storage: Storage): Planned {
    const size = (part.size ?? whole) as readonly number[];
    const strides = stridesOf(whole);
    const offset = (part.start ?? []).reduce<number>((sum, s, axis) => sum + (s as number) * strides[axis], 0);
    const target = { ...resultOperand(size), strides, offset };
    const plan = planNest(
      size,
      size.map(() => 0),
      [nestOperand(part.map, from, storage), target],
      0,
    );
    const { structure, steps, sizes } = plan;
    const bound = bindGeometry(plan, 1);
    const last = structure.axes - 1;
    const inRuns = last >= 0 && steps[0][last] === 1 && steps[1][last] === 1 && sizes[last] >= shortestRun && !isDivided(last);
    const loop = compileSource<Loop>((inRuns ? moveRunsSource : moveSource)(element, structure)) as Loop;
    const starts = dynamicStarts(part, size, from);
    if (starts.length === 0) return (at, outputs) => loop(bound.at([at[part.source]]), at[part.source].data, outputs[0]);
    const own = storage.strides ?? stridesOf(from);
    return (at, outputs) => {
      const source = at[part.source];
      const start = starts.reduce((sum, s) => sum + clampedStart(at[s.operand], s.extent, s.reach) * own[s.dimension], 0);
      loop(bound.at([new Storage(source.data, source.strides, source.offset + start)]), source.data, outputs[0]);
    };

    function isDivided(axis: number): boolean {
      return structure.operands[0].checks.some(
        (c) => c.divided && c.axes.every((a) => a.axis <= axis) && (c.axes.length === 0 || c.axes.some((a) => a.axis === axis)),
      );
    }
  }
}

interface DynamicStart {
  readonly dimension: number;
  /** The operand that holds the start. */
  readonly operand: number;
  readonly extent: number;
  /** How many positions of the dimension the box spans. */
  readonly reach: number;
}

function dynamicStarts(part: MovePart, size: readonly number[], from: readonly number[]): DynamicStart[] {
  return part.map.flatMap((e, dimension) => {
    if (e.dynamic === undefined) return [];
    const reach = e.terms.reduce((sum, t) => sum + (t.coefficient as number) * Math.max(size[t.axis] - 1, 0), 1);
    return [{ dimension, operand: e.dynamic, extent: from[dimension], reach: e.terms.some((t) => size[t.axis] === 0) ? 0 : reach }];
  });
}

/** Every element of `y` becomes the one at the storage's offset. */
function fill(y: TypedArray, value: Storage, lanes: 1 | 2): void {
  const { data, offset } = value;
  if (lanes === 1) (y as Float32Array).fill(data[offset] as number);
  else for (let i = 0; i < y.length; i++) y[i] = data[2 * offset + (i & 1)];
}
