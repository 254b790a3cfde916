/** `scatter`: windows of updates combined into a copy of the inputs, update by update in row-major order. What lies outside is skipped. */
import { compileSource, flatSource, scatterRowsSource, scatterSource } from '@millrace/compiler';
import { type ElementType, pointwise, staticShape, stridesOf, type TensorType, type TypedArray } from '@millrace/ir';
import { contiguous } from '../../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../../device.ts';
import { captureArguments, elementsOf, regionOf } from './captures.ts';
import { type IndexWindows, readWindows, scatterNumbersOf, type WindowNumbers, windowAxes } from './windows-of-indices.ts';

type Loop = (...args: unknown[]) => void;

export function scatterKernel(request: KernelRequest): Kernel | null {
  const { attributes, operands, results } = request;
  const count = results.length;
  const n = scatterNumbersOf(attributes);
  const indices = operands[count];
  const updateType = operands[count + 1];
  const region = regionOf(request.regions[0], 2 * count);
  const elements = results.map((t) => t.element);
  const updates = elementsOf(request, count + 1, count);
  const starts = elements.map((e, k) => copyInto(operands[k], e));
  const source = scatterSource(elements, updates, region);
  const rowsSource = scatterRowsSource(elements, updates, region);
  if (source === null || rowsSource === null || starts.includes(null)) return null;
  const layout = layoutOf(operands[0], updateType, n);
  return (inputs, outputs) => {
    outputs.forEach((y, k) => {
      (starts[k] as Copy)(contiguous(inputs[k], operands[k]), y);
    });
    const windows = readWindows(inputs[count], indices, layout.shape.length, n);
    const arrays = inputs.slice(count + 1, 2 * count + 1).map((u, k) => contiguous(u, operands[count + 1 + k]));
    const captures = captureArguments(inputs, 2 * count + 1, region.captures);
    const rows = layout.isRow ? rowsOf(layout, windows) : null;
    if (rows) {
      const loop = compileSource<Loop>(rowsSource) as Loop;
      loop(rows.from.length, layout.windowSize, rows.from, rows.to, ...arrays, ...outputs, ...captures);
      return;
    }
    const pairs = pairsOf(layout, windows);
    const loop = compileSource<Loop>(source) as Loop;
    loop(pairs.count, pairs.from, pairs.to, ...arrays, ...outputs, ...captures);
  };
}

type Copy = (from: TypedArray, to: TypedArray) => void;

/** Copies row-major elements of a type into an array of another to which they are promoted. */
function copyInto(type: TensorType, element: ElementType): Copy | null {
  if (type.element === element) return (from, to) => to.set(from as never);
  const form = pointwise([type], (x) => x.convert(element));
  const source = flatSource({ form, operands: [type.element], results: [element] }, ['each']);
  const loop = source === null ? null : compileSource<(n: number, x: TypedArray, offset: number, y: TypedArray) => void>(source);
  return loop && ((from, to) => loop(type.size, from, 0, to));
}

interface ScatterLayout {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly updateShape: readonly number[];
  /** For each axis of the updates: the operand's axis for window axes, or -1. */
  readonly operandAxis: readonly number[];
  /** For each axis of the updates: its place among the batch axes, or -1. */
  readonly batchPlace: readonly number[];
  readonly windowSize: number;
  /** Batch axes come first, and a window is one run of the operand. */
  readonly isRow: boolean;
}

function layoutOf(operand: TensorType, updates: TensorType, n: WindowNumbers): ScatterLayout {
  const shape = staticShape(operand);
  const strides = stridesOf(shape);
  const updateShape = staticShape(updates);
  const kept = windowAxes(shape.length, n);
  const operandAxis = updateShape.map((_, axis) => (n.offsetDims.includes(axis) ? kept[n.offsetDims.indexOf(axis)] : -1));
  let next = 0;
  const batchPlace = operandAxis.map((axis) => (axis < 0 ? next++ : -1));
  const windowSize = n.offsetDims.reduce((product, axis) => product * updateShape[axis], 1);
  const batchFirst = n.offsetDims.every((axis) => axis >= next);
  // A run: the window's axes, from the last, have the operand's natural strides.
  let expected = 1;
  let isRun = true;
  for (let axis = updateShape.length - 1; axis >= next; axis--) {
    if (operandAxis[axis] >= 0 && updateShape[axis] !== 1 && strides[operandAxis[axis]] !== expected) isRun = false;
    expected *= updateShape[axis];
  }
  return { shape, strides, updateShape, operandAxis, batchPlace, windowSize, isRow: batchFirst && isRun };
}

/** Flat starts of windows that lie inside; null where one sticks out. Windows that are wholly outside are left out only as pairs. */
function rowsOf(l: ScatterLayout, windows: IndexWindows): { from: Float64Array; to: Float64Array } | null {
  const rank = l.shape.length;
  const extent = l.shape.map((_, axis) => {
    const at = l.operandAxis.indexOf(axis);
    return at < 0 ? 1 : l.updateShape[at];
  });
  const from = new Float64Array(windows.count);
  const to = new Float64Array(windows.count);
  for (let w = 0; w < windows.count; w++) {
    let at = 0;
    for (let axis = 0; axis < rank; axis++) {
      const start = windows.starts[w * rank + axis];
      if (start < 0 || start + extent[axis] > l.shape[axis]) return null;
      at += start * l.strides[axis];
    }
    // Batch axes are first, so windows of the updates follow one another.
    from[w] = w * l.windowSize;
    to[w] = at;
  }
  return { from, to };
}

/** Every update element that lies inside, in row-major order of the updates. */
function pairsOf(l: ScatterLayout, windows: IndexWindows): { count: number; from: Float64Array; to: Float64Array } {
  const size = l.updateShape.reduce((product, d) => product * d, 1);
  const from = new Float64Array(size);
  const to = new Float64Array(size);
  const rank = l.shape.length;
  const batchShape = l.updateShape.filter((_, axis) => l.batchPlace[axis] >= 0);
  const batchStrides = stridesOf(batchShape);
  const index = new Array<number>(l.updateShape.length).fill(0);
  let count = 0;
  for (let i = 0; i < size; i++) {
    let w = 0;
    for (let axis = 0; axis < index.length; axis++) if (l.batchPlace[axis] >= 0) w += index[axis] * batchStrides[l.batchPlace[axis]];
    let at = 0;
    let inside = true;
    for (let axis = 0; axis < rank; axis++) {
      const place = l.operandAxis.indexOf(axis);
      const position = windows.starts[w * rank + axis] + (place < 0 ? 0 : index[place]);
      if (position < 0 || position >= l.shape[axis]) inside = false;
      at += position * l.strides[axis];
    }
    if (inside) {
      from[count] = i;
      to[count++] = at;
    }
    for (let axis = index.length - 1; axis >= 0 && ++index[axis] === l.updateShape[axis]; axis--) index[axis] = 0;
  }
  return { count, from, to };
}
