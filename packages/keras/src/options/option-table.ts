/**
 * Option tables: one table of a class gives defaults, validation, the saved configuration and the manual.
 * An option is written twice: in the type with its documentation, and here.
 */
import { checkOptions, failure } from '@millrace/ir';
import { camelCase, snakeCase } from '../naming/names.ts';

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Where an option is read, for messages. */
export interface OptionPlace {
  /** What the user called: `dense`. */
  readonly op: string;
  /** The option: `units`. */
  readonly option: string;
}

/** One option: what it takes, what stands for it when it is left out, and how it is saved. */
export interface Option {
  /** The value used when the option is left out, as a user would write it; undefined where it must be given. */
  readonly fallback: unknown;
  /** Name in saved configurations; default: the option's name in snake_case. */
  readonly key?: string;
  /** Whether the option is part of saved configurations. */
  readonly saved: boolean;
  /** One phrase for the manual: `integer ≥ 1`. */
  readonly describe: string;
  /** The checked value in the one form used inside. Throws ValueError or TypeError. */
  parse(value: unknown, place: OptionPlace): unknown;
  /** The value as saved. */
  serialize(value: unknown): Json;
}

/** An option for each key of the options interface `O`. */
export type OptionTable<O> = { readonly [K in keyof O]-?: Option };

/** Tables as shared code sees them. */
export type AnyOptionTable = Readonly<Record<string, Option>>;

/** A class that has a table of options. */
export interface Configured {
  readonly className: string;
  readonly options: AnyOptionTable;
}

const merged = new WeakMap<object, AnyOptionTable>();

/** The table of a class with those of its base classes, bases first. */
export function optionTableOf(target: object): AnyOptionTable {
  let table = merged.get(target);
  if (!table) {
    const parent = Object.getPrototypeOf(target) as object | null;
    const inherited = parent && parent !== Function.prototype ? optionTableOf(parent) : {};
    const own = Object.hasOwn(target, 'options') ? (target as Configured).options : {};
    merged.set(target, (table = Object.freeze({ ...inherited, ...own })));
  }
  return table;
}

/** Checks options against the table and completes them. Throws TypeError for an unknown key, ValueError for a missing or bad value. */
export function resolveOptions(op: string, table: AnyOptionTable, given: object = {}): Record<string, unknown> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw failure('wrong-kind', { op, message: `options must be an object; got ${describeValue(given)}`, valid: Object.keys(table).join(', ') });
  }
  checkOptions(op, given, Object.keys(table));
  const resolved: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(table)) {
    const value = (given as Record<string, unknown>)[name] ?? (name in given && (given as Record<string, unknown>)[name] === null ? null : option.fallback);
    if (value === undefined) throw failure('value', { op, message: `${name} is missing`, valid: `${name}: ${option.describe}` });
    resolved[name] = option.parse(value, { op, option: name });
  }
  return resolved;
}

/** The name of an option in saved configurations. */
export const savedKey = (name: string, option: Option): string => option.key ?? snakeCase(name);

/** The saved form of resolved options. */
export function saveOptions(table: AnyOptionTable, options: Readonly<Record<string, unknown>>): Record<string, Json> {
  const config: Record<string, Json> = {};
  for (const [name, option] of Object.entries(table)) if (option.saved) config[savedKey(name, option)] = option.serialize(options[name]);
  return config;
}

/** Keys of Keras configurations that select features which are off when null or false. */
const isOff = (value: Json): boolean => value === null || value === false;

/**
 * Options from a saved configuration. A key that the class does not have is accepted only when it turns something off;
 * otherwise the loaded object would behave differently than the saved one: ValueError. With `passUnknown` all keys reach the constructor,
 * for classes of users whose configurations are their own.
 */
export function loadOptions(op: string, table: AnyOptionTable, config: JsonObject, passUnknown: boolean = false): Record<string, unknown> {
  const names = new Map(Object.entries(table).map(([name, option]) => [savedKey(name, option), name]));
  const options: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(config)) {
    const name = names.get(key);
    if (name !== undefined) options[name] = value;
    else if (passUnknown) options[camelCase(key)] = value;
    else if (!isOff(value)) {
      throw failure('value', {
        op,
        message: `the saved configuration has ${key} = ${JSON.stringify(value)}, which is not supported here`,
        valid: [...names.keys()].join(', '),
      });
    }
  }
  return options;
}

/** A value for messages: short, with its kind. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return value.name ? `function ${value.name}` : 'a function';
  if (Array.isArray(value))
    return value.length <= 8 && value.every((v) => typeof v !== 'object') ? `[${value.join(', ')}]` : `an array of length ${value.length}`;
  if (typeof value === 'object' && value !== null) return `an object of class ${value.constructor?.name ?? 'Object'}`;
  return String(value);
}
