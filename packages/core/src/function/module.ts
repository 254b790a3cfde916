/** Objects that hold variables and other modules. Source: `tf.Module`. */
import { failure } from '@millrace/ir';
import { nameScope, scopedName } from './name-scope.ts';
import { Variable } from './variable.ts';

/**
 * A base class that finds the variables and modules in its properties, also in arrays, Maps, Sets and plain objects among them. The order is that
 * in which properties were first assigned, depth first. A property that is assigned anew counts with its new value only; private fields (`#w`)
 * cannot be seen.
 *
 * @example
 * class Dense extends tf.Module {
 *   w = new tf.Variable(tf.random.normal([3, 2]), { name: 'w' });
 *   b = new tf.Variable([0, 0], { name: 'b' });
 * }
 * new Dense().trainableVariables.length; // 2
 */
export class Module {
  readonly #name: string;
  readonly #scope: string;

  /**
   * @param name  default: the class's name in snake_case
   * @throws ValueError when the name is no identifier
   */
  constructor(name?: string) {
    this.#name = checkName(name ?? snakeCase(new.target.name));
    this.#scope = scopedName(this.#name);
  }

  get name(): string {
    return this.#name;
  }
  /** What names of variables made by this module begin with. */
  get nameScope(): string {
    return this.#scope;
  }
  /** All variables of this module and the modules in it. */
  get variables(): readonly Variable[] {
    return found(this).filter((x) => x instanceof Variable);
  }
  get trainableVariables(): readonly Variable[] {
    return this.variables.filter((v) => v.trainable);
  }
  get nonTrainableVariables(): readonly Variable[] {
    return this.variables.filter((v) => !v.trainable);
  }
  /** All modules in this one, this one left out. */
  get submodules(): readonly Module[] {
    return found(this).filter((x): x is Module => x instanceof Module && x !== this);
  }

  /** Runs `body`; names of variables made inside begin with the module's. Source: `tf.Module.with_name_scope`. */
  withNameScope<T>(body: () => T): T {
    return nameScope(this.#name, body);
  }
}

function snakeCase(name: string): string {
  return (
    name
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
      .toLowerCase() || 'module'
  );
}

function checkName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  throw failure('value', { op: 'Module', message: `name is '${name}'`, valid: 'letters, digits and _, not beginning with a digit' });
}

/** The variables and modules that can be reached from `root`, itself included, each once, depth first. */
function found(root: Module): (Variable | Module)[] {
  const seen = new Set<unknown>();
  const list: (Variable | Module)[] = [];
  function visit(x: unknown): void {
    if (typeof x !== 'object' || x === null || seen.has(x)) return;
    const isTracked = x instanceof Variable || x instanceof Module;
    if (!isTracked && !isContainer(x)) return;
    seen.add(x);
    if (isTracked) list.push(x);
    if (x instanceof Variable) return;
    if (x instanceof Map || x instanceof Set) x.forEach(visit);
    else for (const value of Object.values(x)) visit(value);
  }
  visit(root);
  return list;
}

function isContainer(x: object): boolean {
  if (Array.isArray(x) || x instanceof Map || x instanceof Set) return true;
  const prototype: unknown = Object.getPrototypeOf(x);
  return prototype === Object.prototype || prototype === null;
}
