export type { CallArguments } from './call-context.ts';
export { initScope } from './init-scope.ts';
export type { InputSpec } from './input-spec.ts';
export { Layer, type LayerInputs, type LayerOptions, type WeightOptions } from './layer.ts';
export { knownSize, onlyShape, resolveAxes, resolveAxis, type Shape, type ShapeTree } from './shapes.ts';
export type { TensorTree, Tree } from './tree.ts';
