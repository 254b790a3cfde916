/** Models as `.keras` archives (Keras v3: zip of config.json, metadata.json, model.weights.h5) and as `.weights.h5`. */
import { writeFileAtomically, writeZip } from '@millrace/formats';
import { failure, fileFailure } from '@millrace/ir';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { Json, JsonObject } from '../options/option-table.ts';
import { saveCompile } from './compile-form.ts';
import { type SavableLayer, saveLayer } from './layer-form.ts';
import { weightGroups } from './weight-tree.ts';
import { weightsToBytes } from './weights-file.ts';

/** What saving needs of a model. */
export interface SavableModel extends SavableLayer {
  readonly name: string;
  readonly built: boolean;
  readonly trainer: { readonly optimizer: Optimizer | null; readonly compileOptions: object | null };
}

/** The version of Keras whose file format is written. */
const formatVersion = '3.15.0';

/** The configuration of a model, with what compile was given. */
export function modelForm(model: SavableModel): JsonObject {
  const { optimizer, compileOptions } = model.trainer;
  const form = saveLayer(model);
  return optimizer === null || compileOptions === null ? form : { ...form, compile_config: saveCompile(optimizer, compileOptions) };
}

const groupsOf = (model: SavableModel): ReturnType<typeof weightGroups> => {
  const { optimizer } = model.trainer;
  return weightGroups(model as never, optimizer?.built ? optimizer : null);
};

function requireBuilt(model: SavableModel, op: string): void {
  if (!model.built)
    throw failure('precondition', {
      op,
      message: `model ${model.name} is not built, so it has no weights yet`,
      hint: 'call it on data first, or give its first layer an inputShape',
    });
}

const two = (n: number): string => String(n).padStart(2, '0');
const timestamp = (d: Date): string =>
  `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}@${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`;

/** The bytes of a `.keras` file. @throws FailedPreconditionError for a model that is not built */
export async function modelToBytes(model: SavableModel): Promise<Uint8Array> {
  requireBuilt(model, 'save');
  const text = (json: Json): Uint8Array => new TextEncoder().encode(JSON.stringify(json));
  const config = modelForm(model);
  return writeZip(
    new Map([
      ['metadata.json', text({ keras_version: formatVersion, date_saved: timestamp(new Date()) })],
      ['config.json', text(config)],
      ['model.weights.h5', await weightsToBytes(groupsOf(model))],
    ]),
  );
}

/** Writes a file, whole or not at all. @throws ResourceExhaustedError on a full disk; PermissionDeniedError; NotFoundError */
async function write(op: string, path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFileAtomically(path, bytes);
  } catch (cause) {
    throw fileFailure(op, path, cause, { after: `nothing was written of ${bytes.length} bytes, and a file that was there is as it was` });
  }
}

/**
 * Writes a `.keras` file, whole or not at all: an interrupted save leaves the old file. Node only.
 * @throws ValueError for another ending; FailedPreconditionError for a model that is not built; ResourceExhaustedError on a full disk
 */
export async function saveModel(model: SavableModel, path: string): Promise<void> {
  if (!path.endsWith('.keras')) {
    const hint = path.endsWith('.h5') ? 'saveWeights writes .weights.h5; the older whole-model .h5 is not written yet' : 'model.keras';
    throw failure('value', { op: 'save', message: `the path must end in .keras; got ${path}`, hint });
  }
  await write('save', path, await modelToBytes(model));
}

/** Writes the weights (and the optimizer's state) as `.weights.h5`, whole or not at all. Node only. @throws as `saveModel` does */
export async function saveWeights(model: SavableModel, path: string): Promise<void> {
  if (!path.endsWith('.weights.h5')) throw failure('value', { op: 'saveWeights', message: `the path must end in .weights.h5; got ${path}` });
  requireBuilt(model, 'saveWeights');
  await write('saveWeights', path, await weightsToBytes(groupsOf(model)));
}
