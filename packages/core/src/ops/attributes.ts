/** Attributes of operations, completed once and reused: equal attributes are one object, which is what the eager caches compare (notes N7). */
import { type Attributes, i1, type Primitive, type Shape, type TensorType, tensorType } from '@millrace/ir';

const caches = new Map<Primitive, Map<string | number, Attributes>>();
/** Attributes made in a loop with ever new values must not pile up. */
const limit = 2048;

/** The completed attributes of `primitive` under `key`, made on the first use. Equal keys of one primitive must mean equal attributes. */
export function attributesOf(primitive: Primitive, key: string | number, make: () => Attributes): Attributes {
  let cache = caches.get(primitive);
  if (!cache) caches.set(primitive, (cache = new Map()));
  let found = cache.get(key);
  if (!found) {
    if (cache.size >= limit) cache.clear();
    cache.set(key, (found = primitive.complete(make())));
  }
  return found;
}

/** A number that identifies a shape, symbolic sizes included. */
export const shapeKey = (shape: Shape): number => (tensorType(i1, shape) as TensorType).id;
