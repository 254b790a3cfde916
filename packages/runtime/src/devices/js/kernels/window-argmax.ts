/** `window_argmax` and `select_and_scatter`: the place of the element of each window that a comparison or a region prefers. */
import { compileSource, planNest, type RegionCode, type SelectCode, scatterSource, windowSelectSource } from '@millrace/compiler';
import { type IndexMap, i32, staticShape, stridesOf, type TypedArray } from '@millrace/ir';
import type { Storage } from '../../../memory/storage.ts';
import { contiguous } from '../../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../../device.ts';
import { bindGeometry, nestOperand, plannedKernel, resultOperand } from '../planned.ts';
import { captureArguments, regionOf } from './captures.ts';
import { windowMap } from './reduce.ts';

type Loop = (...args: unknown[]) => void;

const tests: Readonly<Record<string, string>> = { GE: '>=', GT: '>', LE: '<=', LT: '<' };

export function windowArgmaxKernel({ operands, results, attributes }: KernelRequest): Kernel | null {
  const [type] = operands;
  const comparison = tests[attributes.direction as string];
  const select: SelectCode = { test: ([a], [b]) => `${a} ${comparison} ${b}` };
  const window = attributes.windowDimensions as readonly number[];
  const { element } = results[0];
  const make = winnerLoops(type.element, element, select, windowMap(attributes, window.length), staticShape(type), window, staticShape(results[0]));
  return make && plannedKernel((inputs) => make(inputs[0]));
}

type Winners = (inputs: readonly Storage[], outputs: readonly TypedArray[]) => void;

/** Loops that write the winner of each window; null where the operand's elements have no code. */
function winnerLoops(
  element: Parameters<typeof windowSelectSource>[0],
  result: Parameters<typeof windowSelectSource>[1],
  select: SelectCode,
  map: IndexMap,
  shape: readonly number[],
  window: readonly number[],
  out: readonly number[],
): ((operand: Storage, captures?: readonly [first: number, count: number]) => Winners) | null {
  const sizes = [...out, ...window];
  const groups = [...out.map(() => 0), ...window.map(() => 1)];
  const places = { map, shape, strides: stridesOf(shape), offset: 0 };
  const probe = planNest([], [], [resultOperand([]), resultOperand([]), resultOperand([])], 1).structure;
  if (windowSelectSource(element, result, probe, 0, select) === null) return null;
  return (operand, [first, count] = [0, 0]) => {
    const plan = planNest(sizes, groups, [nestOperand(map, shape, operand), places, resultOperand(out)], 1);
    const bound = bindGeometry(plan, 1);
    const loop = compileSource<Loop>(windowSelectSource(element, result, plan.structure, plan.structure.firstCheckedAxis, select) as string) as Loop;
    return (at, outputs) => loop(bound.at(at), at[0].data, outputs[0], ...captureArguments(at, first, count));
  };
}

export function selectAndScatterKernel(request: KernelRequest): Kernel | null {
  const { operands, results, attributes } = request;
  const [type, source] = operands;
  const select: RegionCode = regionOf(request.regions[0], 2);
  const scatter: RegionCode = regionOf(request.regions[1], 2);
  const { element } = results[0];
  const rank = type.rank;
  const given = attributes.windowDimensions as readonly number[];
  const window = given.length > 0 ? given : new Array<number>(rank).fill(1);
  const make = winnerLoops(type.element, i32, { region: select }, windowMap(attributes, rank), staticShape(type), window, staticShape(source));
  const combine = scatterSource([element], [source.element], scatter);
  if (make === null || combine === null || element !== type.element || type.size > 2 ** 31) return null;
  const winners = new Int32Array(source.size);
  const run = plannedKernel((inputs) => make(inputs[0], [3, select.captures]));
  return (inputs, [y]) => {
    run(inputs, [winners]);
    const init = inputs[2];
    const { lanes } = element;
    for (let i = 0; i < y.length; i++) y[i] = init.data[init.offset * lanes + (i % lanes)];
    const from: number[] = [];
    const to: number[] = [];
    for (let i = 0; i < winners.length; i++) {
      if (winners[i] < 0) continue;
      from.push(i);
      to.push(winners[i]);
    }
    const loop = compileSource<Loop>(combine) as Loop;
    loop(from.length, from, to, contiguous(inputs[1], source), y, ...captureArguments(inputs, 3 + select.captures, scatter.captures));
  };
}
