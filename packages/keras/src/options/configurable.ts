/** Base of the objects with a table of options: layers, losses, initializers, optimizers, … */
import { factoryName } from '../naming/names.ts';
import { Callable } from './callable.ts';
import { type AnyOptionTable, type Json, type JsonObject, loadOptions, optionTableOf, resolveOptions, saveOptions } from './option-table.ts';
import type { Resolved } from './resolved.ts';

/** What reading a configuration may need: other objects, and whether code in files is allowed (it never is by default). */
export interface LoadContext {
  /** The object of a serialized form. Throws TypeError for an unknown class. */
  readonly deserialize: (json: Json) => unknown;
  readonly safeMode: boolean;
}

/** The static side of a class that can be saved. */
export interface ConfigurableClass<T extends Configurable = Configurable> {
  readonly className: string;
  readonly module: string;
  readonly options: AnyOptionTable;
  fromConfig(config: JsonObject, context: LoadContext): T;
}

export class Configurable<O extends object = object> extends Callable {
  /** The class's name in saved files. */
  static readonly className: string = 'Configurable';
  /** The Python module that holds the class, as saved files name it. */
  static readonly module: string = 'keras';
  static readonly options: AnyOptionTable = {};
  readonly options: Resolved<O>;

  constructor(options?: O) {
    super();
    const target = new.target as unknown as ConfigurableClass;
    this.options = resolveOptions(factoryName(classNameOf(target)), optionTableOf(target), options) as Resolved<O>;
  }

  /** The class of this object. */
  get definition(): ConfigurableClass {
    return this.constructor as unknown as ConfigurableClass;
  }

  /** The configuration from which `fromConfig` makes an equal object, with Keras's keys. */
  getConfig(): Record<string, Json> {
    return saveOptions(optionTableOf(this.definition), this.options as Record<string, unknown>);
  }

  /** An object from a saved configuration. */
  static fromConfig(config: JsonObject, _context?: LoadContext): Configurable {
    // biome-ignore lint/complexity/noThisInStatic: the class it is called on is the class to construct
    const target = this as unknown as ConfigurableClass & (new (options: object) => Configurable);
    const describesItself = Object.hasOwn(target, 'options');
    return new target(loadOptions(factoryName(classNameOf(target)), optionTableOf(target), config, !describesItself && isForeign(target)));
  }

  get [Symbol.toStringTag](): string {
    return classNameOf(this.definition);
  }
}

/** Whether a class is a user's: it has no Keras module of its own. */
const isForeign = (target: object): boolean => !Object.hasOwn(target, 'module');

/** The name of a class in saved files: its own `className`, else the class's name, so that subclasses do not pass for their base. */
export function classNameOf(target: object): string {
  return Object.hasOwn(target, 'className') ? (target as { className: string }).className : (target as { name: string }).name;
}

/** A factory for a class: `dense({ units: 10 })` for `new Dense({ units: 10 })`. */
export type Factory<O extends object, T> = Record<string, never> extends O ? (options?: O) => T : (options: O) => T;

/** The factory of a class. */
export function factory<F>(target: new (options: never) => unknown): F {
  return ((options: never) => new target(options)) as F;
}
