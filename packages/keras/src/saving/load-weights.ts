/** Weights from `.weights.h5` files, or from the weights of a `.keras` archive, into a model that exists. */
import { FormatError, readZip, type ZipOptions } from '@millrace/formats';
import { failure } from '@millrace/ir';
import type { SavableModel } from './save-model.ts';
import { bytesOf, type FileSource } from './source.ts';
import { weightGroups } from './weight-tree.ts';
import { assignWeights, type LoadWeightsOptions, parseWeights } from './weights-file.ts';

/** Whether bytes begin as a zip archive does. */
const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** Entries of an archive. Throws DataLossError for a damaged one. */
export async function entriesOf(bytes: Uint8Array, op: string, limits: ZipOptions = {}): Promise<Map<string, Uint8Array>> {
  try {
    return await readZip(bytes, limits);
  } catch (cause) {
    if (cause instanceof FormatError) throw failure('corrupted', { op, message: cause.message, cause });
    throw cause;
  }
}

/** @throws ValueError listing the first differences when the file does not fit; nothing is set then */
export async function loadWeights(model: SavableModel, source: FileSource, options: LoadWeightsOptions = {}): Promise<void> {
  if (!model.built)
    throw failure('precondition', {
      op: 'loadWeights',
      message: `model ${model.name} is not built, so it has no weights to set`,
      hint: 'call it on data first',
    });
  const bytes = await bytesOf(source, 'loadWeights');
  const weights = isZip(bytes) ? (await entriesOf(bytes, 'loadWeights')).get('model.weights.h5') : bytes;
  if (!weights) throw failure('corrupted', { op: 'loadWeights', message: 'the archive has no model.weights.h5' });
  assignWeights(await parseWeights(weights, options.maxBytes), weightGroups(model as never), options);
}
