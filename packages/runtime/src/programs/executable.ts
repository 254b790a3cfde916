/** What a compiled program is to those who call it; `compileProgram` makes one. */
import type { Program, TensorType } from '@millrace/ir';
import type { State } from '../memory/state.ts';
import type { Storage } from '../memory/storage.ts';

/**
 * A program with state (notes N3). Its first `states` arguments are values of states, the others inputs. Its first results are the new values of
 * the states with the indices `writes`, the others outputs.
 */
export interface ProgramSpec {
  /** For messages and the profiler. */
  readonly name: string;
  readonly program: Program;
  readonly states: number;
  /** Indices of states, in order of the results that replace them; no index twice. */
  readonly writes: readonly number[];
}

/** An array with its type. */
export interface ProgramValueData {
  readonly type: TensorType;
  readonly storage: Storage;
}

export interface MemoryReport {
  /** Bytes of all states that the program reads or writes. */
  readonly stateBytes: number;
  readonly constantBytes: number;
  readonly inputBytes: number;
  readonly outputBytes: number;
  /** Bytes that intermediate values need at once, as planned. */
  readonly arenaBytes: number;
  /** The largest sum of values that are alive together: no plan can do with less. */
  readonly lowerBoundBytes: number;
  /** The largest values at the moment with that sum, at most eight, largest first. */
  readonly largest: readonly LargeBuffer[];
}

/** A value in the arena. */
export interface LargeBuffer {
  readonly bytes: number;
  /** The operation that makes it first, or `input 2`. */
  readonly name: string;
  /** Where the user wrote that: `train.ts:14:22`; empty where it is not known. */
  readonly place: string;
}

export interface CostReport {
  /**
   * Operations on numbers, each function of an element counted as one: 2mnk for a product of matrices. Bodies of loops count as often as they
   * run where that is known (scan), else once.
   */
  readonly flops: number;
  /** Bytes that steps read and write, each operand once. */
  readonly bytes: number;
  /** Kernels by where they run. */
  readonly kernels: Readonly<Record<string, number>>;
}

export interface Executable {
  /** What runs: the program after the compiler's passes. */
  readonly spec: ProgramSpec;
  /**
   * Runs the program: reads states and inputs, then, when nothing failed, replaces the written states and gives the outputs, which nobody else holds.
   * Throws what a check in the program raises; then no state has changed (notes N4).
   */
  run(states: readonly State[], inputs: readonly ProgramValueData[]): readonly ProgramValueData[];
  memory(): MemoryReport;
  cost(): CostReport;
  /** The steps that run, as text. */
  listing(): string;
  /** The compiled kernels as WebAssembly text, each once with the steps that call it; a comment where there are none. */
  code(): string;
}
