/** For tests: runs one operation on the wasm device and on the reference evaluator, from seeded random data. */
import {
  type Attributes,
  allocate,
  type ElementType,
  evaluateOperation,
  type Literal,
  literal,
  type Primitive,
  type Region,
  readElement,
  staticShape,
  type TensorType,
  type TypedArray,
  tensorType,
  unreachable,
} from '@millrace/ir';
import { Storage } from '../../memory/storage.ts';
import type { Kernel, KernelRequest } from '../device.ts';
import { jsDevice } from '../js/device.ts';
import { wasmKernel } from './device.ts';

/** A generator of numbers in [0, 1) with a fixed seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Random elements: floats in [-2, 2), integers in [-8, 8), booleans. */
export function randomData(element: ElementType, count: number, next: () => number): TypedArray {
  const data = allocate(element, count);
  for (let i = 0; i < count; i++)
    data[i] = element.kind === 'float' ? next() * 4 - 2 : element.kind === 'boolean' ? Math.floor(next() * 2) : Math.floor(next() * 16 - 8);
  return data;
}

export interface Operand {
  readonly type: TensorType;
  readonly storage: Storage;
}

export const operandOf = (element: ElementType, shape: readonly number[], next: () => number): Operand => {
  const type = tensorType(element, shape);
  return { type, storage: new Storage(randomData(element, type.size, next)) };
};

/** A view with the axes permuted: the operand's axis i is axis `permutation[i]` of row-major data. */
export function permuted(element: ElementType, shape: readonly number[], permutation: readonly number[], next: () => number): Operand {
  const type = tensorType(element, shape);
  const inner = new Array<number>(shape.length);
  permutation.forEach((p, i) => (inner[p] = shape[i]));
  const strides = inner.map((_, axis) => inner.slice(axis + 1).reduce((a, b) => a * b, 1));
  return {
    type,
    storage: new Storage(
      randomData(element, type.size, next),
      permutation.map((p) => strides[p]),
    ),
  };
}

/** An operand that repeats along the axes where `repeats` holds. */
export function broadcast(element: ElementType, shape: readonly number[], repeats: readonly boolean[], next: () => number): Operand {
  const type = tensorType(element, shape);
  let size = 1;
  const strides = new Array<number>(shape.length).fill(0);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (repeats[axis]) continue;
    strides[axis] = size;
    size *= shape[axis];
  }
  return { type, storage: new Storage(randomData(element, size, next), strides) };
}

function literalOf({ type, storage }: Operand): Literal {
  const data = allocate(type.element, type.size);
  const shape = staticShape(type);
  for (let i = 0; i < type.size; i++) {
    let [rest, at] = [i, storage.offset + (storage.strides ? 0 : i)];
    for (let axis = shape.length - 1; axis >= 0 && storage.strides; axis--) {
      at += (rest % shape[axis]) * storage.strides[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    data[i] = storage.data[at];
  }
  return literal(type, data);
}

export interface Differential {
  readonly got: readonly TypedArray[];
  readonly want: readonly Literal[];
  /** Largest |got - want| / max(1, |want|); NaN against a number counts as infinite. */
  readonly error: number;
}

/** The kernel for an operation, as the eager builder would ask for it. Throws where the device has none. */
export function kernelFor(
  primitive: Primitive,
  operands: readonly TensorType[],
  attributes: Attributes,
  regions: readonly Region[],
): { kernel: Kernel; results: TensorType[]; request: KernelRequest } {
  const complete = primitive.complete(attributes);
  const programs = regions.map((r) => r.program);
  const results = primitive.infer(operands, complete, programs) as TensorType[];
  const lowered = primitive.lower(operands, complete, programs);
  const request = { primitive, attributes: complete, lowered, operands, results, regions: programs };
  const kernel = wasmKernel(request);
  return { request, kernel: kernel ?? unreachable(`no wasm kernel for ${primitive.name}(${operands.join(', ')})`), results };
}

/** Runs the operation on both and compares. */
export function compare(primitive: Primitive, operands: readonly Operand[], attributes: Attributes = {}, regions: readonly Region[] = []): Differential {
  const types = operands.map((o) => o.type);
  const { kernel, results } = kernelFor(primitive, types, attributes, regions);
  const got = results.map((r) => allocate(r.element, r.size).fill(77 as never) as TypedArray);
  kernel(
    operands.map((o) => o.storage),
    got,
  );
  const programs = regions.map((r) => ({ program: r.program, captures: [] }));
  const want = evaluateOperation(primitive, operands.map(literalOf), attributes, programs) as Literal[];
  let error = 0;
  want.forEach((w, k) => {
    for (let i = 0; i < w.type.size; i++)
      error = Math.max(error, difference(Number(readElement(w.type.element, got[k], i)), Number(readElement(w.type.element, w.data, i))));
  });
  return { got, want, error };
}

/** Whether the js device, which combines in the same order, has the same bits. Throws where it has no kernel. */
export function sameAsJs(primitive: Primitive, operands: readonly Operand[], attributes: Attributes = {}, regions: readonly Region[] = []): boolean {
  const types = operands.map((o) => o.type);
  const storages = operands.map((o) => o.storage);
  const { kernel, results, request } = kernelFor(primitive, types, attributes, regions);
  const other = jsDevice.kernel(request) ?? unreachable(`no js kernel for ${primitive.name}(${types.join(', ')})`);
  const run = (k: Kernel): TypedArray[] => {
    const outputs = results.map((r) => allocate(r.element, r.size));
    k(storages, outputs);
    return outputs;
  };
  const [ours, theirs] = [run(kernel), run(other)];
  return ours.every((o, k) => o.every((x, i) => Object.is(x, theirs[k][i])));
}

function difference(got: number, want: number): number {
  if (Object.is(got, want) || got === want) return 0;
  const d = Math.abs(got - want) / Math.max(1, Math.abs(want));
  return Number.isNaN(d) ? Number.POSITIVE_INFINITY : d;
}
