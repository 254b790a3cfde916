/** Kinds of options whose values are Keras objects: initializers, regularizers, constraints, activations. */
import { failure } from '@millrace/ir';
import { parseActivation, saveActivation } from '../activations/registry.ts';
import { constraintClasses, constraintNames } from '../constraints/registry.ts';
import { initializerClasses, initializerNames } from '../initializers/registry.ts';
import type { NameTable } from '../naming/lookup.ts';
import { regularizerClasses, regularizerNames } from '../regularizers/registry.ts';
import { type ClassTable, isSavedObject, loadObject, plainContext, saveObject } from '../saving/object-form.ts';
import type { Configurable } from './configurable.ts';
import { describeValue, type Option } from './option-table.ts';

function objectOption(kind: string, fallback: unknown, names: NameTable<() => Configurable>, classes: ClassTable): Option {
  return {
    fallback,
    saved: true,
    describe: `${kind}: a name or an object`,
    parse(value, place) {
      if (value === null && fallback === null) return null;
      if (typeof value === 'string') return names.require(value, place.op, place.option)();
      if (isSavedObject(value)) return loadObject(value, classes, kind, plainContext);
      // Any function will do: our own objects are callable, and users may give plain functions.
      if (typeof value === 'function') return value;
      throw failure('wrong-kind', { op: place.op, message: `${place.option} must be ${kind}; got ${describeValue(value)}`, valid: names.names.join(', ') });
    },
    serialize(value) {
      if (value === null) return null;
      if (typeof (value as Configurable).getConfig === 'function') return saveObject(value as Configurable) as never;
      return saveActivation(value);
    },
  };
}

export const initializer = (fallback: string | null): Option => objectOption('an initializer', fallback, initializerNames, initializerClasses);
export const regularizer = (fallback: string | null = null): Option => objectOption('a regularizer', fallback, regularizerNames, regularizerClasses);
export const constraint = (fallback: string | null = null): Option => objectOption('a constraint', fallback, constraintNames, constraintClasses);

/** An activation: a name or a function; null means linear. */
export const activation = (fallback: string | null = null): Option => ({
  fallback,
  saved: true,
  describe: 'an activation: a name or a function',
  parse: parseActivation,
  serialize: saveActivation,
});
