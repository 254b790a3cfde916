/** Constants with one value everywhere are one element, seen through strides of 0. */
import { allocate, type Literal } from '@millrace/ir';
import { constantSlot, shapeOf, type View } from './slot.ts';

/** The view of a constant with equal elements, or null for others. Bits are compared, so that -0 and NaN stay what they are. */
export function splatView(literal: Literal): View | null {
  const { type, data } = literal;
  if (type.size === 0) return null;
  const { element } = type;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  for (let i = element.bytes; i < bytes.length; i++) if (bytes[i] !== bytes[i - element.bytes]) return null;
  const one = allocate(element, 1);
  for (let lane = 0; lane < element.lanes; lane++) one[lane] = data[lane];
  const shape = shapeOf(type);
  return { slot: constantSlot({ type, data: one }), layout: { element, shape, strides: shape.map(() => 0) }, offset: 0 };
}
