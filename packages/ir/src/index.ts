/** The intermediate representation: types, primitives, builders, transforms, the reference evaluator and MLIR text. Imports nothing of the project. */
export * from './algebra/index.ts';
export { combinerRegion } from './builder/combiners.ts';
export * from './builder/dispatch.ts';
export { callRegion, interpret } from './builder/interpret.ts';
export type { BuilderHelpers, Methods } from './builder/methods.ts';
export { methods } from './builder/methods-table.ts';
export { expandPointwise } from './builder/pointwise.ts';
export { currentLocation, TraceBuilder, trace } from './builder/trace.ts';
export * from './builder/value.ts';
export * from './errors/index.ts';
export * from './evaluate/index.ts';
export * as primitives from './ops/index.ts';
export { allPrimitives, primitiveNamed } from './ops/registry.ts';
export * from './primitive/index.ts';
export { combinerOf } from './program/combiner-match.ts';
export * from './program/index.ts';
export * from './transforms/index.ts';
export * from './types/index.ts';
