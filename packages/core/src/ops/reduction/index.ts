/** Reductions. */
export * from './arg.ts';
export { type CountNonzeroOptions, countNonzero, reduceAll, reduceAny, reduceLogsumexp, reduceMax, reduceMin } from './extremes.ts';
export type { ReduceOptions, Reduction } from './family.ts';
export { reduceEuclideanNorm, reduceMean, reduceProd, reduceStd, reduceSum, reduceVariance } from './sums.ts';
