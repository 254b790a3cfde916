/** Activations by name, and names of activations. */
import { failure } from '@millrace/ir';
import { NameTable } from '../naming/lookup.ts';
import { snakeCase } from '../naming/names.ts';
import { describeValue, type Json, type OptionPlace } from '../options/option-table.ts';
import { registeredFunction, registeredFunctionName } from '../saving/custom-objects.ts';
import type { Activation } from './activation.ts';
import * as functions from './functions.ts';

const table: NameTable<Activation> = new NameTable(Object.entries(functions) as [string, Activation][], { swish: 'silu', hardSwish: 'hardSilu' });
const nameOf: ReadonlyMap<unknown, string> = new Map(Object.entries(functions).map(([name, fn]) => [fn, snakeCase(name)]));

/** Names of activations, or a function of one's own. null means `linear`. */
export type ActivationLike = keyof typeof functions | 'swish' | Activation | null | (string & {});

/** The activation with this name. Throws ValueError with the nearest name. */
export function activationNamed(name: string, place: OptionPlace = { op: 'activations.get', option: 'activation' }): Activation {
  return (registeredFunction(name) as Activation | undefined) ?? table.require(name, place.op, place.option);
}

/** The activation that an option stands for. */
export function parseActivation(value: unknown, place: OptionPlace): Activation {
  if (value === null) return functions.linear;
  if (typeof value === 'function') return value as Activation;
  if (typeof value === 'string') return activationNamed(value, place);
  const saved = value as { class_name?: unknown; config?: unknown };
  if (saved?.class_name === 'function' && typeof saved.config === 'string') return activationNamed(saved.config, place);
  throw failure('wrong-kind', {
    op: place.op,
    message: `${place.option} must be a name or a function; got ${describeValue(value)}`,
    valid: table.names.join(', '),
  });
}

/** The saved form: the name. Throws ValueError for a function that nobody registered. */
export function saveActivation(value: unknown): Json {
  const name = nameOf.get(value);
  if (name !== undefined) return name;
  const registered = registeredFunctionName(value);
  if (registered !== undefined) return { module: 'builtins', class_name: 'function', config: registered, registered_name: 'function' };
  throw failure('value', {
    op: 'save',
    message: `activation ${describeValue(value)} has no name under which it could be found again`,
    hint: "tf.keras.saving.registerKerasSerializable({ package: 'mine' })(fn)",
  });
}
