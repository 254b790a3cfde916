/** Cuts a call into parts that threads may run at the same time. */
import { unreachable } from '@millrace/ir';
import type { Split } from '../schedules/kernel.ts';
import type { Address, AddressField } from './slot.ts';

/** Element operations below which sharing a call costs more than it saves: about 25 µs of one thread. */
export const leastSharedWork = 100_000;

/** A number that is whole but for the rounding of fractions: a third of a step, times three. */
function whole(value: number): number {
  const nearest = Math.round(value);
  if (Math.abs(value - nearest) > 1e-6 * Math.max(1, Math.abs(nearest))) unreachable(`a part begins at ${value}`);
  return nearest;
}

const moved = (field: AddressField, by: number): AddressField =>
  typeof field === 'number' ? field + by : { slot: (field as Address).slot, offset: field.offset + by };

/**
 * Descriptors of up to `count` parts. Scratch memory that parts need for themselves lies part after part in its slot, which has room for `count`.
 */
export function splitCall(descriptor: readonly AddressField[], split: Split | undefined, count: number): (readonly AddressField[])[] {
  if (!split || count === 1) return [descriptor];
  const units = descriptor[split.extent] as number;
  const steps = Math.ceil(units / split.multiple);
  const parts = Math.min(count, steps);
  return Array.from({ length: parts }, (_, part) => {
    const first = Math.floor((steps * part) / parts) * split.multiple;
    const size = Math.min(units, Math.floor((steps * (part + 1)) / parts) * split.multiple) - first;
    const fields = [...descriptor];
    fields[split.extent] = size;
    for (const { field, step } of split.moves) fields[field] = moved(fields[field], whole(step * first));
    for (const { field, perUnit } of split.scaled ?? []) fields[field] = whole(perUnit * size);
    for (const field of split.own ?? []) {
      const { slot } = fields[field] as Address;
      fields[field] = moved(fields[field], (part * slot.bytes) / count);
    }
    return fields;
  });
}
