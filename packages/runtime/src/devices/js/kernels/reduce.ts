/** `reduce` and `reduce_window` with regions that are no simple combiner, or over several inputs together. */
import { compileSource, planNest, type RegionReduction, regionReduceSource } from '@millrace/compiler';
import { type IndexMap, indexExpr, staticShape } from '@millrace/ir';
import type { Kernel, KernelRequest } from '../../device.ts';
import { bindGeometry, nestOperand, plannedKernel, resultOperand } from '../planned.ts';
import { captureArguments, elementsOf, regionOf } from './captures.ts';

type Loop = (geometry: readonly number[], count: number, ...rest: unknown[]) => void;

/** Along `dimensions`, in ascending order. */
export function reduceRegion(request: KernelRequest): Kernel | null {
  const shape = staticShape(request.operands[0]);
  const dimensions = [...(request.attributes.dimensions as readonly number[])].sort((a, b) => a - b);
  const kept = shape.map((_, axis) => axis).filter((axis) => !dimensions.includes(axis));
  const order = [...kept, ...dimensions];
  const map = shape.map((_, axis) => indexExpr([{ axis: order.indexOf(axis), coefficient: 1 }]));
  return regionReduction(
    request,
    map,
    dimensions.map((d) => shape[d]),
  );
}

/** Over sliding windows; what lies outside counts as the initial value. */
export function reduceWindowRegion(request: KernelRequest): Kernel | null {
  const window = request.attributes.windowDimensions as readonly number[];
  return regionReduction(request, windowMap(request.attributes, window.length), window);
}

/** The element of each window: axes of the result, then axes of the window. */
export function windowMap(attributes: KernelRequest['attributes'], rank: number): IndexMap {
  const list = (key: string): readonly number[] => {
    const given = (attributes[key] ?? []) as readonly number[];
    return given.length > 0 ? given : new Array<number>(rank).fill(1);
  };
  const [strides, windowDilations, baseDilations] = [list('windowStrides'), list('windowDilations'), list('baseDilations')];
  const padding = (attributes.padding ?? []) as readonly (readonly number[])[];
  return strides.map((stride, axis) =>
    indexExpr(
      [
        { axis, coefficient: stride },
        { axis: rank + axis, coefficient: windowDilations[axis] },
      ],
      -(padding[axis]?.[0] ?? 0),
      baseDilations[axis],
    ),
  );
}

function regionReduction(request: KernelRequest, map: IndexMap, extents: readonly number[]): Kernel | null {
  const { operands, results } = request;
  const count = results.length;
  const region = regionOf(request.regions[0], 2 * count);
  const elements = extents.reduce((product, n) => product * n, 1);
  const reduction: RegionReduction = { inputs: elementsOf(request, 0, count), results: results.map((t) => t.element), region, countsOutside: true };
  const shape = staticShape(operands[0]);
  const out = staticShape(results[0]);
  const probe = planNest(
    [],
    [],
    [...operands.slice(0, count), results[0]].map(() => resultOperand([])),
    1,
  ).structure;
  if (regionReduceSource(reduction, probe, 0) === null) return null;
  return plannedKernel((inputs) => {
    const nested = [...inputs.slice(0, count).map((x) => nestOperand(map, shape, x)), resultOperand(out)];
    const plan = planNest([...out, ...extents], [...out.map(() => 0), ...extents.map(() => 1)], nested, 1);
    const bound = bindGeometry(plan, count);
    const loop = compileSource<Loop>(regionReduceSource(reduction, plan.structure, plan.structure.firstCheckedAxis) as string) as Loop;
    return (at, outputs) => {
      const inits = at.slice(count, 2 * count);
      loop(
        bound.at(at),
        elements,
        inits.map((s) => s.offset),
        ...at.slice(0, 2 * count).map((s) => s.data),
        ...outputs,
        ...captureArguments(at, 2 * count, region.captures),
      );
    };
  });
}
