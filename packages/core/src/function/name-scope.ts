/** Names by where things are made: variables and modules, and in traces the operations. Source: `tf.name_scope`. */
import { currentLocation, type Location } from '@millrace/ir';

let scopes: readonly string[] = [];
let places: readonly string[] = [];

/** Runs `body`; names given inside begin with `name/`. */
export function nameScope<T>(name: string, body: () => T): T {
  const outer = scopes;
  scopes = [...outer, name];
  try {
    return operationScope(name, body);
  } finally {
    scopes = outer;
  }
}

/** `name` behind the open scopes: `encoder/kernel`. */
export const scopedName = (name: string): string => [...scopes, name].join('/');

/** Runs `body`; operations that are traced inside belong to `name`, variables keep their names: what a layer does when it is called. */
export function operationScope<T>(name: string, body: () => T): T {
  const outer = places;
  places = [...outer, name];
  try {
    return body();
  } finally {
    places = outer;
  }
}

/** A location follows its operation through transforms and passes; so does the scope that is kept for it. */
const scopeByLocation = new WeakMap<Location, string>();

/** Where the operation of a trace at work comes from; the open scopes are kept for `scopeOf`. */
export function scopedLocation(): Location {
  const location = currentLocation();
  if (places.length === 0) return location;
  // What is not known is one shared object: it must not speak for others.
  const own = location.kind === 'unknown' ? Object.freeze({ ...location }) : location;
  if (!scopeByLocation.has(own)) scopeByLocation.set(own, places.join('/'));
  return own;
}

/** The scopes in which an operation was traced, `encoder/dense`; '' for none. */
export function scopeOf(location: Location): string {
  if (location.kind === 'fused') return location.locations.map(scopeOf).find((s) => s !== '') ?? '';
  return scopeByLocation.get(location) ?? '';
}
