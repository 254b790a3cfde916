/** Operands as a kernel gets them: the dense block of elements that a storage reaches, and its strides. */
import { type OperandLayout, rowMajor } from '@millrace/compiler';
import { staticShape, type TensorType, type TypedArray } from '@millrace/ir';
import { touchedElements } from '../../memory/geometry.ts';
import { contiguous, type Storage } from '../../memory/storage.ts';

/** Whether a view's elements lie densely enough to be copied as one block. */
function isDense(storage: Storage, type: TensorType): boolean {
  const strides = storage.strides as readonly number[];
  const shape = type.shape as readonly number[];
  if (strides.some((s) => s < 0)) return false;
  const last = shape.reduce((sum, d, axis) => sum + (d - 1) * strides[axis], 1);
  return last <= 2 * touchedElements(shape, strides);
}

/** An operand of a kernel: its type and how its block is laid out. */
export interface StagedOperand {
  readonly type: TensorType;
  readonly layout: OperandLayout;
  /** The block is the storage's own, with its strides; otherwise a strided storage is copied to row-major first. */
  readonly strided: boolean;
}

export const rowMajorLayout = (type: TensorType): OperandLayout => rowMajor(type.element, staticShape(type));
export const rowMajorOperand = (type: TensorType): StagedOperand => ({ type, layout: rowMajorLayout(type), strided: false });

/** How a kernel for storages with these strides gets an operand. */
export function stagedOperand(storage: Storage, type: TensorType): StagedOperand {
  if (storage.strides === null || type.size === 0 || !isDense(storage, type)) return rowMajorOperand(type);
  return { type, layout: { element: type.element, shape: staticShape(type), strides: storage.strides }, strided: true };
}

/** The elements of an operand's block: `slots` of them. */
export function blockOf(storage: Storage, { type, strided }: StagedOperand, slots: number): TypedArray {
  const { data, offset, strides } = storage;
  if (strides !== null && !strided) return contiguous(storage, type);
  const start = offset * type.element.lanes;
  return start === 0 && data.length === slots ? data : data.subarray(start, start + slots);
}

/** Names the strides of inputs, to find a plan made for the same; row-major inputs have the empty name. */
export function layoutKey(inputs: readonly Storage[]): string {
  let key = '';
  for (let i = 0; i < inputs.length; i++) {
    const { strides } = inputs[i];
    if (strides !== null) key += `${i}:${strides.join()};`;
  }
  return key;
}
