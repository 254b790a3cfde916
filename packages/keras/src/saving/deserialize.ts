/** Objects of any kind from their saved forms. */
import { failure } from '@millrace/ir';
import { constraintClasses } from '../constraints/registry.ts';
import { initializerClasses } from '../initializers/registry.ts';
import type { Layer } from '../layers/base/layer.ts';
import type { ShapeTree } from '../layers/base/shapes.ts';
import { layerClasses } from '../layers/registry.ts';
import { lossClasses } from '../losses/registry.ts';
import { metricClasses } from '../metrics/registry.ts';
import { Functional } from '../models/functional.ts';
import { Model } from '../models/model.ts';
import { Sequential } from '../models/sequential.ts';
import { optimizerClasses } from '../optimizers/registry.ts';
import { scheduleClasses } from '../optimizers/schedules/registry.ts';
import type { ConfigurableClass, LoadContext } from '../options/configurable.ts';
import type { Json } from '../options/option-table.ts';
import { regularizerClasses } from '../regularizers/registry.ts';
import { registeredFunction } from './custom-objects.ts';
import { type ClassTable, classTable, isSavedObject, loadObject, type SavedObject } from './object-form.ts';

const modelClasses = classTable([Functional, Model, Sequential] as unknown as readonly ConfigurableClass[]);
const layersAndModels: ClassTable = new Map([...layerClasses, ...modelClasses]);

/** Tables by the Python module that a saved form names; names such as `CosineSimilarity` belong to two kinds. */
const byModule: readonly (readonly [part: string, table: ClassTable, kind: string])[] = [
  ['losses', lossClasses, 'loss'],
  ['metrics', metricClasses, 'metric'],
  ['schedules', scheduleClasses, 'schedule'],
  ['optimizers', optimizerClasses, 'optimizer'],
  ['initializers', initializerClasses, 'initializer'],
  ['regularizers', regularizerClasses, 'regularizer'],
  ['constraints', constraintClasses, 'constraint'],
];

interface BuildConfig {
  readonly build_config?: { readonly input_shape?: ShapeTree | null };
}

/** What makes objects; Lambda layers with code are refused whatever `safeMode` says. */
export function loadContext(safeMode: boolean): LoadContext {
  const context: LoadContext = {
    safeMode,
    deserialize(json: Json) {
      if (!isSavedObject(json)) return json;
      if (json.class_name === 'function') return functionNamed(json.config as unknown);
      const entry = byModule.find(([part]) => json.module?.includes(part));
      const object = loadObject(json, entry?.[1] ?? layersAndModels, entry?.[2] ?? 'layer', context);
      buildAgain(object as unknown as Layer, json);
      return object;
    },
  };
  return context;
}

/** A function that files name. Throws TypeError for one that is not known. */
function functionNamed(name: unknown): object {
  const found = typeof name === 'string' ? registeredFunction(name) : undefined;
  if (found) return found;
  throw failure('wrong-kind', {
    op: 'deserialize',
    message: `the file uses the function ${String(name)}, which is not known here`,
    hint: `pass { customObjects: { ${String(name)} } }, or register it: tf.keras.saving.registerKerasSerializable()(${String(name)})`,
  });
}

/** Makes the weights for the shapes that the file names. */
function buildAgain(layer: Layer, saved: SavedObject & BuildConfig): void {
  const shape = saved.build_config?.input_shape;
  if (layer.isKerasLayer && !layer.built && shape) layer.buildFor(shape);
}
