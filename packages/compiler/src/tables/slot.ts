/** Blocks of memory that a program uses, and windows on them. */
import type { Literal, TensorType } from '@millrace/ir';
import type { Place } from '../schedules/kernel.ts';
import { extentOf, isRowMajor, type OperandLayout, rowMajor } from '../schedules/layout.ts';

/**
 * What a block is for. States live in the device's memory from call to call; inputs are copied in when a call begins, constants when the program
 * takes the memory over from another; the rest is scratch.
 */
export type SlotKind = 'state' | 'input' | 'constant' | 'scratch';

export class Slot {
  readonly kind: SlotKind;
  readonly bytes: number;
  /** Number of the state or input. */
  readonly index: number;
  /** The contents of a constant. */
  readonly data: ArrayBufferView | null;
  /** First and last step that touches it; -1 before any does. */
  first: number = -1;
  last: number = -1;
  constructor(kind: SlotKind, bytes: number, index: number = -1, data: ArrayBufferView | null = null) {
    this.kind = kind;
    this.bytes = bytes;
    this.index = index;
    this.data = data;
  }
}

/** Where the elements of a value lie: from element `offset` of a slot, with strides. */
export interface View {
  readonly slot: Slot;
  readonly layout: OperandLayout;
  readonly offset: number;
}

/** A place in memory: byte `offset` of a slot. */
export interface Address {
  readonly slot: Slot;
  readonly offset: number;
}
export type AddressField = number | Address;

export const shapeOf = (type: TensorType): readonly number[] => type.shape as readonly number[];
export const bytesOf = (type: TensorType): number => type.size * type.element.bytes;

/** A value that fills a slot in row-major order. */
export const wholeView = (slot: Slot, type: TensorType): View => ({ slot, layout: rowMajor(type.element, shapeOf(type)), offset: 0 });
export const constantSlot = ({ data }: Literal): Slot => new Slot('constant', data.byteLength, -1, data);
export const isWhole = (view: View): boolean => isRowMajor(view.layout);
export const addressOf = ({ slot, layout, offset }: View): Address => ({ slot, offset: offset * layout.element.bytes });
/** Bytes that a view reaches from its address on. */
export const reachOf = ({ layout }: View): number => extentOf(layout) * layout.element.bytes;

/** The fields of a descriptor with the buffers of an operation's plan put in their places. */
export const resolveField = (field: number | Place, buffers: readonly Address[]): AddressField =>
  typeof field === 'number' ? field : { slot: buffers[field.buffer].slot, offset: buffers[field.buffer].offset + field.offset };
