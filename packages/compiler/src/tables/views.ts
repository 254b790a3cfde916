/** Results that are windows on an operand: found in the lowering, so that every primitive that only moves indices has them. */
import type { ElementType, Lowered, Primitive, TensorType } from '@millrace/ir';
import { rowMajor, streamOf } from '../schedules/layout.ts';
import { isWhole, shapeOf, type View } from './slot.ts';

/** The result of an operation as a view of its operand, or null where elements have to move. */
export function viewOf(primitive: Primitive, lowered: Lowered, operands: readonly View[], result: TensorType): View | null {
  if (operands.length === 0) return null;
  const [operand] = operands;
  const [from, to] = [operand.layout.element, result.element];
  if (primitive.traits.movesNoData) return sameBytes(from, to) ? reshaped(operand, result) : null;
  if (from !== to || lowered.form !== 'move' || lowered.fill !== undefined || lowered.parts.length !== 1 || operands.length !== 1) return null;
  const [part] = lowered.parts;
  if (part.start !== undefined || part.source !== 0) return null;
  const shape = shapeOf(result);
  const stream = streamOf(part.map, operand.layout, shape.length);
  if (!stream || stream.strides.some((s) => s < 0)) return null;
  return { slot: operand.slot, layout: { element: to, shape, strides: stream.strides }, offset: operand.offset + stream.start };
}

/** Whether the bytes of one type read as the other: those of whole bytes. */
const sameBytes = (from: ElementType, to: ElementType): boolean => from === to || (from.bytes === to.bytes && from.bits >= 8 && to.bits >= 8);

/** The same elements in the same order under another shape; null where the strides do not allow it. */
function reshaped(operand: View, result: TensorType): View | null {
  const shape = shapeOf(result);
  const { element } = result;
  if (isWhole(operand)) return { ...operand, layout: rowMajor(element, shape) };
  const strides = stridesAs(operand.layout.shape, operand.layout.strides, shape);
  return strides && { ...operand, layout: { element, shape, strides } };
}

/** Strides of `to` over elements that lie with `strides` under the shape `from`, or null. */
function stridesAs(from: readonly number[], strides: readonly number[], to: readonly number[]): number[] | null {
  const result = new Array<number>(to.length).fill(0);
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    // the smallest groups of axes on both sides with one product
    const [firstFrom, firstTo] = [i, j];
    let sizeFrom = from[i++] ?? 1;
    let sizeTo = to[j++] ?? 1;
    while (sizeFrom !== sizeTo) {
      if (sizeFrom < sizeTo && i < from.length) sizeFrom *= from[i++];
      else if (sizeFrom > sizeTo && j < to.length) sizeTo *= to[j++];
      else return null;
    }
    const step = strideOfGroup(from, strides, firstFrom, Math.min(i, from.length));
    if (step === null) return null;
    let next = step;
    for (let axis = Math.min(j, to.length) - 1; axis >= firstTo; axis--) {
      result[axis] = next;
      next *= to[axis];
    }
  }
  return result;
}

/** The step of the innermost moving axis where the axes of the group are walked as one; null where they are not. */
function strideOfGroup(shape: readonly number[], strides: readonly number[], first: number, end: number): number | null {
  let step: number | null = null;
  let expected = 0;
  for (let axis = end - 1; axis >= first; axis--) {
    if (shape[axis] === 1) continue;
    if (step === null) step = strides[axis];
    else if (strides[axis] !== expected) return null;
    expected = strides[axis] * shape[axis];
  }
  return step ?? 0;
}
