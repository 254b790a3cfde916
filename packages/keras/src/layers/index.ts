// base

// all layers
export * from './all.ts';
export type { CallArguments, InputSpec, LayerInputs, LayerOptions, Shape, ShapeTree, TensorTree, WeightOptions } from './base/index.ts';
export { Layer } from './base/index.ts';
