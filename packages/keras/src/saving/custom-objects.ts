/** Classes and functions of users, under the names that files give them. Source: `keras.saving.register_keras_serializable`. */
import { checkOptions } from '@millrace/ir';
import type { ConfigurableClass } from '../options/configurable.ts';

/** A class with a configuration, or a function. */
export type CustomObject = object;
export type CustomObjects = Readonly<Record<string, CustomObject>>;

const registered = new Map<string, CustomObject>();
const names = new WeakMap<object, string>();
let scopes: readonly CustomObjects[] = [];

export interface RegisterOptions {
  /** First half of the registered name. Default `Custom`. */
  readonly package?: string;
  /** Second half. Default: the name of the class or function. */
  readonly name?: string;
}

/**
 * Makes a class or function known under `package>name`, so that files that use it can be loaded.
 *
 * @example
 * tf.keras.saving.registerKerasSerializable({ package: 'mine' })(MyLayer);
 */
export function registerKerasSerializable(options: RegisterOptions = {}): <T extends CustomObject>(target: T) => T {
  checkOptions('registerKerasSerializable', options, ['package', 'name']);
  return (target) => {
    const own = Object.hasOwn(target, 'className') ? (target as unknown as ConfigurableClass).className : (target as { name?: string }).name;
    const name = `${options.package ?? 'Custom'}>${options.name ?? own ?? 'anonymous'}`;
    registered.set(name, target);
    names.set(target, name);
    return target;
  };
}

/** Runs `body` while these objects can be found by their keys. */
export function customObjectScope<T>(objects: CustomObjects, body: () => T): T {
  const outer = scopes;
  scopes = [objects, ...outer];
  const leave = (): void => {
    scopes = outer;
  };
  try {
    const result = body();
    if (result instanceof Promise) return result.finally(leave) as T;
    leave();
    return result;
  } catch (error) {
    leave();
    throw error;
  }
}

/** The registered name of a class or function. */
export const registeredNameOf = (target: object): string | undefined => names.get(target);

/** The object with this registered name or class name, innermost scope first. */
export function customObject(name: string): CustomObject | undefined {
  for (const scope of scopes) if (Object.hasOwn(scope, name)) return scope[name];
  const short = name.slice(name.indexOf('>') + 1);
  for (const scope of scopes) if (Object.hasOwn(scope, short)) return scope[short];
  return registered.get(name);
}

const isClass = (target: unknown): boolean => typeof target === 'function' && /^class\b/.test(Function.prototype.toString.call(target));

/** A registered function (not a class) by its name, with or without its package. */
export function registeredFunction(name: string): CustomObject | undefined {
  const found = customObject(name) ?? [...registered].find(([key]) => key.endsWith(`>${name}`))?.[1];
  return isClass(found) ? undefined : found;
}

/** The name of a registered function. */
export function registeredFunctionName(target: unknown): string | undefined {
  if (typeof target !== 'function') return undefined;
  for (const scope of scopes) for (const [name, object] of Object.entries(scope)) if (object === target) return name;
  return names.get(target)?.replace(/^Custom>/, '');
}
