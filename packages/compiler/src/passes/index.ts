/** Passes from program to program. */
export { type OptimizeOptions, optimize, passes, passesFor } from './optimize.ts';
export type { Pass } from './pass.ts';
