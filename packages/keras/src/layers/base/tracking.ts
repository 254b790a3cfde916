/** Finding the layers that a layer holds in its properties, also in lists, records and Maps. */

/** What tracking needs of a layer. */
export interface Tracked {
  readonly isKerasLayer: true;
}

const isTracked = (value: unknown): value is Tracked => typeof value === 'function' && (value as Partial<Tracked>).isKerasLayer === true;

function visit(value: unknown, found: Set<Tracked>, depth: number): void {
  if (isTracked(value)) found.add(value);
  else if (depth > 0 && typeof value === 'object' && value !== null) {
    if (Array.isArray(value)) for (const v of value) visit(v, found, depth - 1);
    else if (value instanceof Map) for (const v of value.values()) visit(v, found, depth - 1);
    else if (Object.getPrototypeOf(value) === Object.prototype) for (const v of Object.values(value)) visit(v, found, depth - 1);
  }
}

/** Deepest nesting of containers that is searched. */
const maxDepth = 8;

/** The layers in the properties of `owner`, in order of the properties; `options` is not searched. */
export function layersIn<T extends Tracked>(owner: object): T[] {
  const found = new Set<Tracked>();
  for (const key of Object.keys(owner)) if (key !== 'options') visit((owner as Record<string, unknown>)[key], found, maxDepth);
  found.delete(owner as Tracked);
  return [...found] as T[];
}
