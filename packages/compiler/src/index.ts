/** From the lowering algebra to code: loop IR, schedules, and emitters for js and wasm. */
// emit
export * from './emit/js/index.ts';
export { type KernelFunction, KernelLibrary, type KernelModule, memoryImport, sharedMemoryImport } from './emit/wasm/kernel-library.ts';
export { simdProbe } from './emit/wasm/probe.ts';
// loops
export { type Check, type NestOperand, type NestPlan, type NestStructure, planNest } from './loops/nest-plan.ts';
export { finishBlocks, pushBlock, reductionBlock, reductionLanes } from './loops/reduction-order.ts';
// passes
export * from './passes/index.ts';
// schedules
export type { DescriptorField, KernelCall, KernelSource, OperationPlan, Place } from './schedules/kernel.ts';
export { elementCount, extentOf, type OperandLayout, rowMajor } from './schedules/layout.ts';
export { type PlanRequest, planOperation } from './schedules/plan.ts';
export { expressionCost, type PointwisePlan, planPointwise, pointwiseFields, pointwiseSplit } from './schedules/pointwise.ts';
// stored
export * from './stored/index.ts';
// tables
export * from './tables/index.ts';
