/** Layouts for tests: the same elements behind strides, as transposed and sliced views have them. */
import { allocate, type Literal, readElement, staticShape, stridesOf, type TypedArray, writeElement } from '@millrace/ir';
import { Storage } from '../../memory/storage.ts';

/** Axes reversed in memory, every second slot unused, and three elements before the first. */
export function reversedLayout(operand: Literal): Storage {
  const shape = staticShape(operand.type);
  const { element, size } = operand.type;
  const reversed = stridesOf([...shape].reverse()).reverse();
  const strides = reversed.map((s) => 2 * s);
  const data: TypedArray = allocate(element, 2 * size + 3);
  const natural = stridesOf(shape);
  for (let i = 0; i < size; i++) {
    let at = 3;
    for (let axis = 0; axis < shape.length; axis++) at += (Math.floor(i / natural[axis]) % shape[axis]) * strides[axis];
    writeElement(element, data, at, readElement(element, operand.data, i));
  }
  return new Storage(data, shape.length === 0 ? null : strides, 3, true);
}
