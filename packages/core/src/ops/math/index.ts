/** Elementwise mathematics, comparisons, casts, clipping. */
export * from './arithmetic.ts';
export { bitcast, cast, saturateCast } from './cast.ts';
export * from './clip.ts';
export * from './compare.ts';
export * from './complex.ts';
export type { Binary, Comparison, Unary, UnaryPredicate } from './families.ts';
export { ensureShape, identity, stopGradient } from './identity.ts';
export * from './unary.ts';
