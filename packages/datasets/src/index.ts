/** Named data sets. */
export type { AcquireOptions } from './acquire.ts';
export { cacheFolder } from './cache.ts';
export type { DatasetInfo } from './definition.ts';
export { datasetNames, load, type LoadedDataset, type LoadOptions } from './load.ts';
export type { BatchOptions, TensorDataset } from './tensor-dataset.ts';
