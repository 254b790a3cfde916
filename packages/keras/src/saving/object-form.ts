/** The saved form of one object in Keras v3's schema: `{ module, class_name, config, registered_name }`. Source: `keras.saving.serialize_keras_object`. */
import { failure } from '@millrace/ir';
import { type Configurable, type ConfigurableClass, classNameOf, type LoadContext } from '../options/configurable.ts';
import type { JsonObject } from '../options/option-table.ts';
import { customObject, registeredNameOf } from './custom-objects.ts';

/** An object as saved. */
export interface SavedObject {
  readonly module: string | null;
  readonly class_name: string;
  readonly config: JsonObject;
  readonly registered_name: string | null;
}

/** Whether JSON has the form of a saved object. */
export function isSavedObject(json: unknown): json is SavedObject {
  return typeof json === 'object' && json !== null && typeof (json as SavedObject).class_name === 'string' && 'config' in json;
}

/** Whether the class is one of ours: it states its own Keras module and nobody registered it. */
const isBuiltIn = (definition: ConfigurableClass): boolean => Object.hasOwn(definition, 'className') && Object.hasOwn(definition, 'module');

/** The saved form of an object. Custom classes keep their registered name. */
export function saveObject(object: Configurable): JsonObject {
  const { definition } = object;
  const registered = registeredNameOf(definition);
  const builtIn = registered === undefined && isBuiltIn(definition);
  return {
    module: builtIn ? definition.module : null,
    class_name: classNameOf(definition),
    config: object.getConfig(),
    registered_name: builtIn ? null : (registered ?? classNameOf(definition)),
  };
}

/** Classes of one kind by their names in files. */
export type ClassTable = ReadonlyMap<string, ConfigurableClass>;

/** A table of classes by class name. */
export const classTable = (classes: readonly ConfigurableClass[]): ClassTable => new Map(classes.map((c) => [c.className, c]));

/** The class that a saved object names. Throws TypeError for an unknown one, saying how to make it known. */
export function classOf(saved: SavedObject, table: ClassTable, kind: string): ConfigurableClass {
  const name = saved.registered_name ?? saved.class_name;
  const found = customObject(name) ?? customObject(saved.class_name) ?? table.get(saved.class_name);
  if (found) return found as unknown as ConfigurableClass;
  throw failure('wrong-kind', {
    op: 'deserialize',
    message: `the file uses the ${kind} ${name}, which is not known here`,
    valid: [...table.keys()].join(', '),
    hint: `pass { customObjects: { ${saved.class_name} } }, or register the class: tf.keras.saving.registerKerasSerializable({ package })(${saved.class_name})`,
  });
}

/** The object of a saved form, its class taken from `table` or from the custom objects. */
export function loadObject(saved: SavedObject, table: ClassTable, kind: string, context: LoadContext): Configurable {
  return classOf(saved, table, kind).fromConfig(saved.config, context);
}

/** A context for objects without parts. */
export const plainContext: LoadContext = {
  safeMode: true,
  deserialize: () => {
    throw failure('internal', { op: 'deserialize', message: 'this object has no parts. This is a bug in Millrace' });
  },
};
