/** `tf.datasets.load`: named data sets as tensors. */
import { checkOptions, failure, unknownChoice } from '@millrace/ir';
import { type AcquireOptions, acquire } from './acquire.ts';
import { catalog } from './catalog/index.ts';
import type { DatasetInfo } from './definition.ts';
import { type BatchOptions, type TensorDataset, tensorDataset } from './tensor-dataset.ts';

export interface LoadOptions extends BatchOptions, AcquireOptions {}

export interface LoadedDataset {
  readonly train: TensorDataset;
  readonly test: TensorDataset;
  readonly info: DatasetInfo;
}

/** Names that `load` knows. */
export const datasetNames = (): string[] => catalog.map((d) => d.info.name);

/**
 * A named data set, from the cache or through the chain of providers (a local folder, https, a Debian package).
 * Features are float32, scaled as the catalog says (gray levels to [0, 1]); labels are int32 class indices. Only `train` is shuffled.
 *
 * @throws ValueError for an unknown name or batch size; UnavailableError when no provider has a file, naming each one tried.
 * @see tf.keras.datasets; tfds.load
 */
export async function load(name: string, options: LoadOptions = {}): Promise<LoadedDataset> {
  checkOptions('datasets.load', options, ['batchSize', 'shuffle', 'seed', 'dataDir', 'signal', 'verbose']);
  const definition = catalog.find((d) => d.info.name === name);
  if (!definition) throw failure('value', { op: 'datasets.load', message: `data set ${unknownChoice(name, datasetNames())}` });
  const { batchSize = 32 } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1)
    throw failure('value', { op: 'datasets.load', message: `batchSize must be a positive integer; got ${batchSize}` });
  const parts = await definition.decode(await acquire(definition, options));
  return { train: tensorDataset(parts.train, options), test: tensorDataset(parts.test, { batchSize }), info: definition.info };
}
