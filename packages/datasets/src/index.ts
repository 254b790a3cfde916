/**
 * Named data sets.
 *
 * @module datasets
 */
export type { AcquireOptions } from './acquire.ts';
export { cacheFolder } from './cache.ts';
export type { DatasetInfo } from './definition.ts';
export { datasetNames, type LoadedDataset, type LoadOptions, load } from './load.ts';
export type { BatchOptions, TensorDataset } from './tensor-dataset.ts';
