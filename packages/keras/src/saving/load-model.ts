/** Whole models from `.keras` files and from JSON. */
import { checkOptions, failure } from '@millrace/ir';
import type { Model } from '../models/model.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { Json, JsonObject } from '../options/option-table.ts';
import { type CustomObjects, customObjectScope } from './custom-objects.ts';
import { loadContext } from './deserialize.ts';
import { saveLayer } from './layer-form.ts';
import { entriesOf } from './load-weights.ts';
import { isSavedObject } from './object-form.ts';
import { bytesOf, type FileSource } from './source.ts';
import { weightGroups } from './weight-tree.ts';
import { assignWeights, parseWeights } from './weights-file.ts';

export interface LoadModelOptions {
  /** Classes and functions of your own by their names in the file. */
  readonly customObjects?: CustomObjects;
  /** Whether the model is compiled as it was. Default true. */
  readonly compile?: boolean;
  /** Whether code in files is refused. It is in any case: files hold Python code, which nothing here runs. Default true. */
  readonly safeMode?: boolean;
  /** Most bytes and entries that the file may unpack to. */
  readonly limits?: { readonly maxBytes?: number; readonly maxEntries?: number };
}

function parseJson(bytes: Uint8Array | undefined, name: string): Json {
  if (!bytes) throw failure('corrupted', { op: 'loadModel', message: `the archive has no ${name}`, valid: 'a .keras file of Keras 3' });
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Json;
  } catch (cause) {
    throw failure('corrupted', { op: 'loadModel', message: `${name} is not JSON: ${(cause as Error).message}`, cause });
  }
}

/** A path in the archive that would leave the folder it is unpacked to; we unpack nothing, but such a file is not one of Keras's. */
const escapes = (name: string): boolean => name.startsWith('/') || name.split(/[\\/]/).includes('..');

/**
 * The model in a `.keras` file: structure, weights, and with `compile` the optimizer with its state.
 * @throws NotFoundError without a file; DataLossError for a damaged one; TypeError for a class that is not known; ValueError for code in the file
 */
export async function loadModel(source: FileSource, options: LoadModelOptions = {}): Promise<Model> {
  checkOptions('loadModel', options, ['customObjects', 'compile', 'safeMode', 'limits']);
  const { customObjects = {}, compile = true, safeMode = true, limits = {} } = options;
  const entries = await entriesOf(await bytesOf(source, 'loadModel'), 'loadModel', limits);
  const outside = [...entries.keys()].find(escapes);
  if (outside !== undefined) throw failure('value', { op: 'loadModel', message: `the archive has an entry outside of itself: ${outside}` });
  const config = parseJson(entries.get('config.json'), 'config.json');
  const tree = await parseWeights(required(entries, 'model.weights.h5'), limits.maxBytes);
  return customObjectScope(customObjects, () => {
    const model = modelFromConfig(config, safeMode);
    const optimizer = compile ? compileAgain(model, config as JsonObject) : null;
    const withState = optimizer !== null && Object.keys(tree.groups.optimizer?.groups.vars?.datasets ?? {}).length > 0;
    if (withState) optimizer.build(model.trainableWeights);
    assignWeights(tree, weightGroups(model as never, withState ? optimizer : null));
    return model;
  });
}

function required(entries: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const found = entries.get(name);
  if (found) return found;
  throw failure('corrupted', { op: 'loadModel', message: `the archive has no ${name}`, valid: 'a .keras file of Keras 3' });
}

function modelFromConfig(config: Json, safeMode: boolean): Model {
  if (!isSavedObject(config)) throw failure('corrupted', { op: 'loadModel', message: 'config.json does not describe a model' });
  return loadContext(safeMode).deserialize(config as unknown as Json) as Model;
}

/** Compiles a model as its file says; returns the optimizer. */
function compileAgain(model: Model, { compile_config: saved }: JsonObject): Optimizer | null {
  const config = saved as JsonObject | null | undefined;
  if (!config?.optimizer) return null;
  const context = loadContext(true);
  const value = (json: Json | undefined): unknown => {
    if (json === null || json === undefined) return null;
    if (isSavedObject(json)) return context.deserialize(json as unknown as Json);
    if (Array.isArray(json)) return json.map(value);
    return typeof json === 'object' ? Object.fromEntries(Object.entries(json).map(([k, v]) => [k, value(v)])) : json;
  };
  model.compile({
    optimizer: value(config.optimizer) as Optimizer,
    loss: value(config.loss) as never,
    lossWeights: value(config.loss_weights) as never,
    metrics: value(config.metrics) as never,
    weightedMetrics: value(config.weighted_metrics) as never,
  });
  return model.optimizer;
}

/** A model from what `model.toJSON()` gave; its weights are new. @throws as `loadModel` */
export function modelFromJson(text: string, options: Pick<LoadModelOptions, 'customObjects' | 'safeMode'> = {}): Model {
  return customObjectScope(options.customObjects ?? {}, () => modelFromConfig(parseJson(new TextEncoder().encode(text), 'the text'), options.safeMode ?? true));
}

/** A model with the same layers and new weights. @throws TypeError for a class that is not registered */
export function cloneModel(model: Model, options: Pick<LoadModelOptions, 'customObjects'> = {}): Model {
  const own = { [model.definition.className]: model.definition };
  return customObjectScope({ ...(Object.hasOwn(model.definition, 'module') ? {} : own), ...options.customObjects }, () =>
    modelFromConfig(saveLayer(model) as unknown as Json, true),
  );
}
