/** Coordinates: iterating over a shape in row-major order, and flat positions of coordinates. */
import { allocate, type ElementValue, writeElement } from '../types/element.ts';
import type { Literal } from '../types/literal.ts';
import { staticShape, stridesOf, type TensorType } from '../types/type.ts';

/** Every coordinate of a shape in row-major order. The array is reused between steps: copy it to keep it. */
export function* coordinatesOf(shape: readonly number[]): Generator<number[]> {
  if (shape.includes(0)) return;
  const index = new Array<number>(shape.length).fill(0);
  for (;;) {
    yield index;
    let axis = shape.length - 1;
    while (axis >= 0 && ++index[axis] === shape[axis]) index[axis--] = 0;
    if (axis < 0) return;
  }
}

/** Flat position of a coordinate in a row-major array. */
export function flatIndex(index: readonly number[], shape: readonly number[]): number {
  const strides = stridesOf(shape);
  return index.reduce((sum, i, axis) => sum + i * strides[axis], 0);
}

/** Whether a coordinate lies within a shape. */
export const within = (index: readonly number[], shape: readonly number[]): boolean => index.every((i, axis) => i >= 0 && i < shape[axis]);

/** A literal of `type` whose element at a coordinate is `value` of it. */
export function buildByIndex(type: TensorType, value: (index: readonly number[]) => ElementValue): Literal {
  const data = allocate(type.element, type.size);
  let i = 0;
  for (const index of coordinatesOf(staticShape(type))) writeElement(type.element, data, i++, value(index));
  return { type, data };
}

/** The lines of a shape along one axis: for each, the flat position of its k-th element. */
export function* linesOf(shape: readonly number[], axis: number): Generator<(k: number) => number> {
  const stride = stridesOf(shape)[axis];
  for (const start of coordinatesOf(shape.map((d, i) => (i === axis ? Math.min(d, 1) : d)))) {
    const first = flatIndex(start, shape);
    yield (k) => first + k * stride;
  }
}
