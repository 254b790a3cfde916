/** Reductions on the js device: chooses how elements reach the canonical order, or a plain nest where the order does not matter. */
import {
  bufferedSource,
  columnsNestSource,
  columnsSource,
  compileSource,
  directSource,
  type LaneOperation,
  laneOperation,
  planNest,
  type ReduceSignature,
  reduceRowsSource,
  reduceSource,
  runSource,
} from '@millrace/compiler';
import { allocate, type IndexMap, indexExpr, type ReduceForm, scalarInput, staticShape, type TypedArray } from '@millrace/ir';
import type { Storage } from '../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../device.ts';
import { bindGeometry, nestOperand, type Planned, plannedKernel, resultOperand } from './planned.ts';

type Loop = (geometry: readonly number[], initAt: number, ...rest: unknown[]) => void;
type Run = (x: TypedArray, start: number, step: number, n: number) => number;

interface Reduction {
  readonly signature: ReduceSignature;
  readonly maps: readonly IndexMap[];
  readonly shapes: readonly (readonly number[])[];
  readonly out: readonly number[];
  readonly extents: readonly number[];
  readonly count: number;
  readonly initial: number | undefined;
}

/** A kernel for a reduce form, or null where the combiner or the prologue has no code for these types. */
export function reduceKernel({ lowered, operands, results }: KernelRequest): Kernel | null {
  const form = lowered as ReduceForm;
  const inputs = operands.slice(0, form.maps.length);
  const hasInitial = form.initial !== undefined;
  const signature = { combiner: form.combiner, prologue: form.prologue, operands: inputs.map((t) => t.element), result: results[0].element, hasInitial };
  const extents = form.extents as readonly number[];
  const count = extents.reduce((product, n) => product * n, 1);
  const reduction = { signature, maps: form.maps, shapes: inputs.map(staticShape), out: staticShape(results[0]), extents, count, initial: form.initial };
  if (form.maps.some((map) => map.some((e) => e.dynamic !== undefined))) return null;
  const op = laneOperation(form.combiner, signature.result);
  const probe = planNest([], [], [...inputs.map(() => resultOperand([])), resultOperand([])], 1).structure;
  const hasCode = op ? bufferedSource(signature, { ...probe, operands: [...probe.operands, { checks: [] }] }, 0, op) : reduceSource(signature, probe, 0);
  if (hasCode === null) return null;
  return plannedKernel((storages) => (op ? planOrdered(reduction, op, storages) : planPlain(reduction, storages)));
}

const initAt = (r: Reduction, inputs: readonly Storage[]): number => (r.initial === undefined ? 0 : inputs[r.initial].offset);
const arraysOf = (r: Reduction, inputs: readonly Storage[], outputs: readonly TypedArray[]): TypedArray[] => {
  const arrays = r.maps.map((_, k) => inputs[k].data);
  if (r.initial !== undefined) arrays.push(inputs[r.initial].data);
  arrays.push(outputs[0]);
  return arrays;
};
const inputOperands = (r: Reduction, inputs: readonly Storage[]): ReturnType<typeof nestOperand>[] =>
  r.maps.map((map, k) => nestOperand(map, r.shapes[k], inputs[k]));
const groupsOf = (r: Reduction): number[] => [...r.out.map(() => 0), ...r.extents.map(() => 1)];

/** The order does not matter: one accumulator, or a row of them. */
function planPlain(r: Reduction, inputs: readonly Storage[]): Planned {
  const rows = planRows(r, inputs);
  if (rows) return rows;
  const plan = planNest([...r.out, ...r.extents], groupsOf(r), [...inputOperands(r, inputs), resultOperand(r.out)], 1);
  const bound = bindGeometry(plan, r.maps.length);
  const loop = compileSource<Loop>(reduceSource(r.signature, plan.structure, plan.structure.firstCheckedAxis) as string) as Loop;
  return (at, outputs) => loop(bound.at(at), initAt(r, at), ...arraysOf(r, at, outputs), r.count);
}

/** Shorter rows do not pay. */
const narrowestRow = 8;

/** Where the last axis of the result is the dense one of the operand, and the reduced axes are not, elements are combined row by row. */
function planRows(r: Reduction, inputs: readonly Storage[]): Planned | null {
  const row = r.out.length - 1;
  if (row < 0 || r.out[row] < narrowestRow || r.count < 2) return null;
  const order = [...r.out.keys()].slice(0, -1).concat(...r.extents.map((_, axis) => r.out.length + axis), row);
  const sizes = [...r.out, ...r.extents];
  const renamed = (map: IndexMap): IndexMap => map.map((e) => ({ ...e, terms: e.terms.map((t) => ({ ...t, axis: order.indexOf(t.axis) })) }));
  const operands = [...inputOperands(r, inputs), resultOperand(r.out)].map((o) => ({ ...o, map: renamed(o.map) }));
  const groups = order.map((axis) => (axis === row ? 2 : axis < r.out.length ? 0 : 1));
  const plan = planNest(
    order.map((axis) => sizes[axis]),
    groups,
    operands,
    1,
  );
  const { structure, steps } = plan;
  const last = structure.axes - 1;
  const isChecked = structure.operands.some((o) => o.checks.some((c) => c.axes.some((a) => a.axis === last)));
  if (isChecked || steps[0][last] !== 1 || structure.firstCheckedAxis === last) return null;
  const bound = bindGeometry(plan, r.maps.length);
  const loop = compileSource<Loop>(reduceRowsSource(r.signature, structure, structure.firstCheckedAxis) as string) as Loop;
  const { result } = r.signature;
  const accumulators = result.format ? new Float32Array(r.out[row]) : allocate(result, r.out[row]);
  return (at, outputs) => loop(bound.at(at), initAt(r, at), ...arraysOf(r, at, outputs), r.count, accumulators);
}

function planOrdered(r: Reduction, op: LaneOperation, inputs: readonly Storage[]): Planned {
  const run = compileSource<Run>(runSource(op)) as Run;
  return planDirect(r, op, run, inputs) ?? planBuffered(r, op, run, inputs);
}

/** Where the reduced elements of an f32 or f64 operand are one run with a step, they are read in place. */
function planDirect(r: Reduction, op: LaneOperation, run: Run, inputs: readonly Storage[]): Planned | null {
  const [element] = r.signature.operands;
  const plainElement =
    r.maps.length === 1 && r.signature.prologue === scalarInput(0) && element.kind === 'float' && !element.format && element === r.signature.result;
  if (!plainElement) return null;
  const [x] = inputOperands(r, inputs);
  const whole = planNest([...r.out, ...r.extents], groupsOf(r), [x, resultOperand(r.out)], 1);
  const { firstCheckedAxis, axes, operands } = whole.structure;
  if (operands[0].checks.length > 0 || axes - firstCheckedAxis > 1) return null;
  const step = axes > firstCheckedAxis ? whole.steps[0][firstCheckedAxis] : 1;
  const widthAxis = firstCheckedAxis - 1;
  if (widthAxis >= 0 && whole.steps[0][widthAxis] === 1 && whole.steps[1][widthAxis] === 1 && whole.sizes[widthAxis] >= 8 && r.count > 0)
    return planColumns(r, op, inputs, { step, width: whole.sizes[widthAxis] });
  const plan = planNest([...r.out, ...r.extents.map(() => 1)], groupsOf(r), [x, resultOperand(r.out)], 1);
  const bound = bindGeometry(plan, 1);
  const loop = compileSource<Loop>(directSource(r.signature, plan.structure, op) as string) as Loop;
  return (at, outputs) => loop(bound.at(at), initAt(r, at), ...arraysOf(r, at, outputs), run, step, r.count);
}

/** Reduced elements lie far apart and neighbors belong to neighboring results: rows are added at once. */
function planColumns(r: Reduction, op: LaneOperation, inputs: readonly Storage[], { step, width }: { step: number; width: number }): Planned {
  // The joined last axis of the result covers its trailing axes of this total size.
  let covered = 1;
  const outer = [...r.out];
  for (let axis = outer.length - 1; covered < width; axis--) {
    covered *= outer[axis];
    outer[axis] = 1;
  }
  const [x] = inputOperands(r, inputs);
  const plan = planNest([...outer, ...r.extents.map(() => 1)], groupsOf(r), [x, resultOperand(r.out)], 1);
  const bound = bindGeometry(plan, 1);
  const columns = compileSource(columnsSource(op));
  const loop = compileSource<Loop>(columnsNestSource(r.signature, plan.structure, op) as string) as Loop;
  const row = op.single ? new Float32Array(width) : new Float64Array(width);
  return (at, outputs) => loop(bound.at(at), initAt(r, at), ...arraysOf(r, at, outputs), columns, row, step, r.count, width);
}

/** One result's elements pass through a buffer, whatever their places, types and prologue. */
function planBuffered(r: Reduction, op: LaneOperation, run: Run, inputs: readonly Storage[]): Planned {
  const buffer = {
    map: r.extents.map((_, axis) => indexExpr([{ axis: r.out.length + axis, coefficient: 1 }])),
    shape: r.extents,
    strides: resultOperand(r.extents).strides,
    offset: 0,
  };
  const plan = planNest([...r.out, ...r.extents], groupsOf(r), [...inputOperands(r, inputs), buffer, resultOperand(r.out)], 1);
  const bound = bindGeometry(plan, r.maps.length);
  const loop = compileSource<Loop>(bufferedSource(r.signature, plan.structure, plan.structure.firstCheckedAxis, op) as string) as Loop;
  const kind = op.single ? Float32Array : Float64Array;
  const buffers = Array.from({ length: r.signature.result.lanes }, () => new kind(r.count));
  return (at, outputs) => loop(bound.at(at), initAt(r, at), ...arraysOf(r, at, outputs), run, ...buffers);
}
