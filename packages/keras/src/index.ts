/**
 * Keras on Millrace. Everything here is `tf.keras.*`.
 *
 * @module keras
 */

// chapters
export * as activations from './activations/index.ts';
export * as callbacks from './callbacks/index.ts';
export * as constraints from './constraints/index.ts';
// policies, seeds and names
export { DTypePolicy, getGlobalPolicy, setGlobalPolicy } from './dtype-policy.ts';
export * as initializers from './initializers/index.ts';
export { setRandomSeed } from './initializers/seed.ts';
export * as layers from './layers/index.ts';
export { Input } from './layers/index.ts';
export * as losses from './losses/index.ts';
export * as metrics from './metrics/index.ts';
export * as mixedPrecision from './mixed-precision.ts';
// models
export * as models from './models/index.ts';
export { Functional, Model, type ModelOptions, model, Sequential, type SequentialOptions, type SummaryOptions, sequential } from './models/index.ts';
export { resetNames as clearSession } from './naming/names.ts';
export * as optimizers from './optimizers/index.ts';
export * as regularizers from './regularizers/index.ts';
export * as saving from './saving/index.ts';
// training
export type { BatchIterable, BatchLogs, DataLike, EvaluateOptions, FitOptions, History, PredictOptions, Targets, Weights } from './training/options.ts';
export { type CompileOptions, unpackXYSampleWeight } from './training/trainer.ts';
export * as utils from './utils/index.ts';
