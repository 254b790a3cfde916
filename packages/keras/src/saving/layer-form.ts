/** The saved form of a layer: the object form with the shapes it was built for. */
import { type ConfigurableClass, classNameOf } from '../options/configurable.ts';
import type { Json, JsonObject } from '../options/option-table.ts';
import { saveObject } from './object-form.ts';

/** What saving needs of a layer. */
export interface SavableLayer {
  readonly definition: ConfigurableClass;
  getConfig(): Record<string, Json>;
  getBuildConfig(): Record<string, Json> | null;
}

/** A functional model that no subclass made is saved under Keras's name for it. */
const savedNames: Readonly<Record<string, { readonly module: string; readonly class_name: string }>> = {
  Model: { module: 'keras.src.models.functional', class_name: 'Functional' },
};

export function saveLayer(layer: SavableLayer): JsonObject {
  const form = saveObject(layer as never);
  const renamed = form.registered_name === null ? savedNames[classNameOf(layer.definition)] : undefined;
  const build = layer.getBuildConfig();
  return { ...form, ...(renamed ? { ...renamed, registered_name: 'Functional' } : {}), ...(build === null ? {} : { build_config: build }) };
}
