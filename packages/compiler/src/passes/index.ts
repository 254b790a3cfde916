/** Passes from program to program. */
export { type BisectRequest, bisectPasses, type Culprit, type RunProgram } from './bisect/bisect.ts';
export { type Difference, firstDifference, type Tolerance } from './bisect/difference.ts';
export { seededArguments } from './bisect/seeded-arguments.ts';
export { type OptimizeOptions, optimize, passes, passesFor } from './optimize.ts';
export type { Pass } from './pass.ts';
