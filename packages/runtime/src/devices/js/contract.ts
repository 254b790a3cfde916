/** Contractions on the js device: chooses the loop order, and copies an operand whose elements lie badly for it. */
import { type ContractSignature, compileSource, dotSource, planNest, rowArrays, rowSource } from '@millrace/compiler';
import { type ContractForm, type ElementType, type Epilogue, type IndexMap, staticShape, stridesOf, type TensorType, type TypedArray } from '@millrace/ir';
import { allocateResult, giveBack } from '../../memory/pool.ts';
import { copyStrided, rawElement, Storage } from '../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../device.ts';
import { bindGeometry, nestOperand, type Planned, plannedKernel, resultOperand } from './planned.ts';
import { pointwiseKernel } from './pointwise.ts';

type Loop = (geometry: readonly number[], ...arrays: unknown[]) => void;

export interface Contraction {
  readonly signature: ContractSignature;
  readonly maps: readonly [IndexMap, IndexMap];
  readonly shapes: readonly [readonly number[], readonly number[]];
  readonly out: readonly number[];
  readonly extents: readonly number[];
}

/** Below this width a row of accumulators does not pay. */
const narrowestRow = 4;

/** A kernel for a contract form, or null for types without arithmetic and starts that depend on data. */
export function contractKernel(request: KernelRequest): Kernel | null {
  const { lowered, operands, results } = request;
  const form = lowered as ContractForm;
  const [lhs, rhs] = operands;
  if (form.epilogue) return withEpilogue(request, form, form.epilogue);
  if ([...form.lhs, ...form.rhs].some((e) => e.dynamic !== undefined)) return null;
  return contractionKernel({
    signature: { lhs: lhs.element, rhs: rhs.element, result: results[0].element },
    maps: [form.lhs, form.rhs],
    shapes: [staticShape(lhs), staticShape(rhs)],
    out: staticShape(results[0]),
    extents: form.extents as readonly number[],
  });
}

/** The product, then a loop over it: fused operations run here only where something else keeps a program from its device's kernels. */
function withEpilogue(request: KernelRequest, form: ContractForm, epilogue: Epilogue): Kernel | null {
  const [lhs, rhs, ...others] = request.operands;
  const product = request.regions[0].results[0].type as TensorType;
  const sums = contractKernel({ ...request, lowered: { ...form, epilogue: undefined }, operands: [lhs, rhs], results: [product], regions: [] });
  const loop = pointwiseKernel({ ...request, lowered: { form: 'pointwise', results: epilogue.results }, operands: [product, ...others], regions: [] });
  if (!sums || !loop) return null;
  return ([a, b, ...rest], outputs) => {
    const data = allocateResult(product.element, product.size);
    sums([a, b], [data]);
    loop([new Storage(data), ...rest], outputs);
    giveBack(data);
  };
}

/** A kernel for a contraction; `out` may be any shape with the elements of the result in its order. */
export function contractionKernel(c: Contraction): Kernel | null {
  const { lhs, rhs, result } = c.signature;
  if (rowArrays(result) === null || lhs.kind === 'quantized' || rhs.kind === 'quantized') return null;
  const swapped: Contraction = { ...c, signature: { lhs: rhs, rhs: lhs, result }, maps: [c.maps[1], c.maps[0]], shapes: [c.shapes[1], c.shapes[0]] };
  return plannedKernel((inputs) => {
    const [x, y] = inputs;
    const row = rowAxis(c, false);
    if (row !== null) return planRow(c, row, x, y);
    // Products commute, so lhs may take the place of rhs.
    const other = rowAxis(swapped, false);
    if (other !== null) {
      const run = planRow(swapped, other, y, x);
      return ([a, b], outputs) => run([b, a], outputs);
    }
    const shared = rowAxis(c, true);
    return shared === null ? planDot(c, x, y) : planRow(c, shared, x, y);
  });
}

/** The widest axis of the result along which rhs alone moves (or both do), alone in its dimension and inside it at every point. */
function rowAxis(c: Contraction, both: boolean): number | null {
  let best: number | null = null;
  for (let axis = 0; axis < c.out.length; axis++) {
    if (c.out[axis] < narrowestRow || dimensionOf(c, 1, axis) === null) continue;
    if (both ? dimensionOf(c, 0, axis) === null : moves(c.maps[0], axis)) continue;
    if (best === null || c.out[axis] > c.out[best]) best = axis;
  }
  return best;
}

const moves = (map: IndexMap, axis: number): boolean => map.some((e) => e.terms.some((t) => t.axis === axis));

/** The dimension of an operand that an axis walks without leaving it, whatever the other axes do. */
function dimensionOf(c: Contraction, operand: 0 | 1, axis: number): number | null {
  const map = c.maps[operand];
  const touched = map.flatMap((e, dimension) => (e.terms.some((t) => t.axis === axis) ? [dimension] : []));
  if (touched.length !== 1) return null;
  const { terms, offset, divisor } = map[touched[0]];
  const sizes = [...c.out, ...c.extents];
  const reach = terms.reduce((sum, t) => sum + (t.coefficient as number) * Math.max(sizes[t.axis] - 1, 0), 0);
  const isInside = offset === 0 && divisor === 1 && terms.every((t) => (t.coefficient as number) > 0) && reach < c.shapes[operand][touched[0]];
  return isInside ? touched[0] : null;
}

/** Loops over the other axes of the result, the contracted axes, then along the row. */
function planRow(c: Contraction, row: number, x: Storage, y: Storage): Planned {
  const order = [...c.out.map((_, axis) => axis).filter((axis) => axis !== row), ...c.extents.map((_, axis) => c.out.length + axis), row];
  const allSizes = [...c.out, ...c.extents];
  const sizes = order.map((axis) => allSizes[axis]);
  const groups = order.map((axis) => (axis === row ? 2 : axis < c.out.length ? 0 : 1));
  const renamed = (map: IndexMap): IndexMap => map.map((e) => ({ ...e, terms: e.terms.map((t) => ({ ...t, axis: order.indexOf(t.axis) })) }));
  const lhs = nestOperand(renamed(c.maps[0]), c.shapes[0], x);
  const rhs = nestOperand(renamed(c.maps[1]), c.shapes[1], y);
  const dimension = dimensionOf(c, 1, row) as number;
  const uses = c.out.reduce((product, n, axis) => (moves(c.maps[1], axis) ? product : product * n), 1);
  const packed = rhs.strides[dimension] !== 1 && uses >= 4 ? packing(c.shapes[1], dimension, c.signature.rhs) : null;
  const result = resultOperand(c.out);
  const plan = planNest(sizes, groups, [lhs, packed ? { ...rhs, strides: packed.strides } : rhs, { ...result, map: renamed(result.map) }], 1);
  const bound = bindGeometry(plan, 2);
  const lhsMoves = moves(c.maps[0], row);
  const loop = compileSource<Loop>(rowSource(c.signature, plan.structure, plan.structure.firstCheckedAxis, lhsMoves) as string) as Loop;
  const rows = accumulators(c.signature.result, c.out[row]);
  return ([a, b], outputs) => {
    const right = packed ? new Storage(packed.copy(b)) : b;
    loop(bound.at([a, right]), a.data, right.data, outputs[0], ...rows);
    if (packed) giveBack(right.data);
  };
}

/** Copies an operand so that one dimension is innermost. */
function packing(shape: readonly number[], dimension: number, element: ElementType): { strides: number[]; copy: (from: Storage) => TypedArray } {
  const order = [...shape.map((_, d) => d).filter((d) => d !== dimension), dimension];
  const packedShape = order.map((d) => shape[d]);
  const packedStrides = stridesOf(packedShape);
  const size = shape.reduce((product, n) => product * n, 1);
  return {
    strides: shape.map((_, d) => packedStrides[order.indexOf(d)]),
    copy(from) {
      const strides = from.strides ?? stridesOf(shape);
      const data = allocateResult(element, size);
      copyStrided(
        rawElement(element),
        packedShape,
        from.data,
        from.offset,
        order.map((d) => strides[d]),
        data,
      );
      return data;
    },
  };
}

function accumulators(result: ElementType, width: number): TypedArray[] {
  const { array, parts } = rowArrays(result) as { array: string; parts: number };
  const make = compileSource<(n: number) => TypedArray>(`(n) => new ${array}(n)`) as (n: number) => TypedArray;
  return Array.from({ length: parts }, () => make(width));
}

/** One accumulator in a variable. */
function planDot(c: Contraction, x: Storage, y: Storage): Planned {
  const groups = [...c.out.map(() => 0), ...c.extents.map(() => 1)];
  const operands = [nestOperand(c.maps[0], c.shapes[0], x), nestOperand(c.maps[1], c.shapes[1], y), resultOperand(c.out)];
  const plan = planNest([...c.out, ...c.extents], groups, operands, 1);
  const bound = bindGeometry(plan, 2);
  const loop = compileSource<Loop>(dotSource(c.signature, plan.structure, plan.structure.firstCheckedAxis) as string) as Loop;
  return (inputs, outputs) => loop(bound.at(inputs), inputs[0].data, inputs[1].data, outputs[0]);
}
