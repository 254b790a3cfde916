/** A case as a string that can be pasted back: `clamp(f32, f32[1023], f32) {"a":1} seed=7`. */
import type { Attributes, Primitive, TensorType } from '@millrace/ir';

const showType = (t: TensorType): string => `${t.element.name}${t.rank === 0 ? '' : `[${t.shape.join('x')}]`}`;

/** Attributes as compact text; literals and element types by their names. */
export function showAttributes(attributes: Attributes): string {
  const entries = Object.entries(attributes).filter(([, v]) => v !== undefined);
  if (entries.length === 0) return '';
  const text = JSON.stringify(Object.fromEntries(entries), (_key, value: unknown) => {
    if (typeof value === 'bigint') return String(value);
    if (value !== null && typeof value === 'object' && 'bits' in value && 'name' in value) return (value as { name: string }).name;
    if (value !== null && typeof value === 'object' && 'data' in value && 'type' in value) return String((value as { type: unknown }).type);
    return value;
  });
  return ` ${text}`;
}

export const showCase = (primitive: Primitive, types: readonly TensorType[], attributes: Attributes, seed: number): string =>
  `${primitive.shortName}(${types.map(showType).join(', ')})${showAttributes(attributes)} seed=${seed}`;
