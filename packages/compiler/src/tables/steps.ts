/** A planned program: steps in order over slots of memory. Data for the runtime, which binds addresses and runs it (notes N1). */
import type { Location, Operation, TensorType } from '@millrace/ir';
import type { KernelSource } from '../schedules/kernel.ts';
import type { AddressField, Slot, View } from './slot.ts';

/** A kernel with its descriptors: one, or one for each part that threads may run at the same time. */
export interface TableCall {
  readonly kernel: KernelSource;
  readonly parts: readonly (readonly AddressField[])[];
}

/** What an operation is, for events, errors and listings. */
export interface Origin {
  readonly name: string;
  readonly location: Location;
  readonly operands: readonly TensorType[];
  readonly results: readonly TensorType[];
}

/** Compiled kernels for one operation. */
export interface KernelStep {
  readonly kind: 'kernels';
  readonly origin: Origin;
  readonly calls: readonly TableCall[];
  /** Element operations, as the schedule counts them. */
  readonly work: number;
  /** Operations on numbers, as `flopsOf` counts them. */
  readonly flops: number;
  readonly reads: readonly View[];
  readonly writes: readonly Slot[];
}
/** An operation that this target has no kernel for: the host runs it on windows of the memory. Operands end with the captures of its regions. */
export interface HostStep {
  readonly kind: 'host';
  readonly origin: Origin;
  readonly operation: Operation;
  readonly reads: readonly View[];
  readonly writes: readonly Slot[];
}
/** Copies a view to the start of a slot, in row-major order. */
export interface CopyStep {
  readonly kind: 'copy';
  readonly from: View;
  readonly to: Slot;
}
/** One of several bodies, by an index (`case`: the last one where out of range) or a predicate (`if`: body 0 where it is true). */
export interface BranchStep {
  readonly kind: 'branch';
  readonly origin: Origin;
  readonly selector: View;
  readonly by: 'predicate' | 'index';
  readonly bodies: readonly (readonly Step[])[];
}
/** Runs `test`, and `body` as long as the predicate is true. */
export interface WhileStep {
  readonly kind: 'while';
  readonly origin: Origin;
  readonly test: readonly Step[];
  readonly predicate: View;
  readonly body: readonly Step[];
}
/** Row `step` of a stacked array, and the slot of one row. */
export interface RowPort {
  readonly stacked: View;
  readonly row: Slot;
  readonly rowBytes: number;
}
/** Runs `body` `length` times; rows are copied in before and out after each. */
export interface ScanStep {
  readonly kind: 'scan';
  readonly origin: Origin;
  readonly length: number;
  readonly reverse: boolean;
  readonly ins: readonly RowPort[];
  readonly outs: readonly RowPort[];
  readonly body: readonly Step[];
}
export type Step = KernelStep | HostStep | CopyStep | BranchStep | WhileStep | ScanStep;

/** The lists of steps inside a step. */
export function bodiesOf(step: Step): readonly (readonly Step[])[] {
  if (step.kind === 'branch') return step.bodies;
  if (step.kind === 'while') return [step.test, step.body];
  return step.kind === 'scan' ? [step.body] : [];
}

/** All steps that call kernels, nested ones included, in order. */
export function kernelStepsOf(steps: readonly Step[]): KernelStep[] {
  return steps.flatMap((step) => (step.kind === 'kernels' ? [step] : bodiesOf(step).flatMap(kernelStepsOf)));
}

export interface StateWrite {
  readonly state: number;
  /** Where the new value lies when all steps have run; null where the steps wrote the state's slot themselves. */
  readonly from: Slot | null;
}

export interface ProgramPlan {
  readonly steps: readonly Step[];
  readonly states: readonly Slot[];
  readonly inputs: readonly Slot[];
  readonly outputs: readonly View[];
  readonly writes: readonly StateWrite[];
  /** Every slot, with its byte offset: constants from the start of the constant area, inputs and scratch from the start of the arena. */
  readonly constants: ReadonlyMap<Slot, number>;
  readonly constantBytes: number;
  readonly arena: ReadonlyMap<Slot, number>;
  readonly arenaBytes: number;
  readonly lowerBoundBytes: number;
}
