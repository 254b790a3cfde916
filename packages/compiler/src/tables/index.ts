/** From programs to tables of kernel calls over one memory (notes N1). */
export { alignedBytes, alignment } from './arena.ts';
export { blocksAtPeak, type PeakBlock } from './peak.ts';
export { type PlanProgramRequest, planProgram, unplannable } from './plan-program.ts';
export { printKernels } from './print-kernels.ts';
export { printPlan } from './print-plan.ts';
export { type Address, type AddressField, addressOf, isWhole, reachOf, type Slot, type SlotKind, type View } from './slot.ts';
export type { BranchStep, CopyStep, HostStep, KernelStep, Origin, ProgramPlan, RowPort, ScanStep, StateWrite, Step, TableCall, WhileStep } from './steps.ts';
export { bodiesOf, kernelStepsOf } from './steps.ts';
export { bytesMoved } from './traffic.ts';
