export * from './all.ts';
export { get, type OptimizerLike } from './get.ts';
export { Optimizer, type OptimizerOptions } from './optimizer.ts';
export * as schedules from './schedules/index.ts';
