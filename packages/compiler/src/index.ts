/** From the lowering algebra to code: loop IR, schedules, and emitters for js and wasm. */
// loops

// emit
export * from './emit/js/index.ts';
export { type Check, type NestOperand, type NestPlan, type NestStructure, planNest } from './loops/nest-plan.ts';
export { finishBlocks, pushBlock, reductionBlock, reductionLanes } from './loops/reduction-order.ts';
