/**
 * The intermediate representation: types, primitives, builders, transforms, and the reference evaluator. MLIR text is `@millrace/ir/text`. Imports nothing of the project.
 *
 * @module ir
 */
export * from './algebra/index.ts';
export { combinerRegion } from './builder/combiners.ts';
export * from './builder/dispatch.ts';
export { applyFused } from './builder/fused.ts';
export { callRegion, interpret } from './builder/interpret.ts';
export type { BuilderHelpers, Methods } from './builder/methods.ts';
export { methods } from './builder/methods-table.ts';
export { broadcastAgainst, expandPointwise, fillLike, isOpenAlone } from './builder/pointwise.ts';
export { hasScalarDerivative, scalarDerivative } from './builder/scalar-derivative.ts';
export { currentLocation, TraceBuilder, trace } from './builder/trace.ts';
export * from './builder/value.ts';
export * from './errors/index.ts';
export * from './evaluate/index.ts';
export * as primitives from './ops/index.ts';
export { allPrimitives, primitiveNamed } from './ops/registry.ts';
export * from './primitive/index.ts';
export { sameAttribute } from './primitive/same-attribute.ts';
export { combinerOf, comparisonOf } from './program/combiner-match.ts';
export * from './program/index.ts';
export { sameProgram } from './program/same-program.ts';
export * from './transforms/index.ts';
export * from './types/index.ts';
