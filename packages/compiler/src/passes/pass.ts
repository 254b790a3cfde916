/** What a pass is: a pure function from program to program that can be left out by name. */
import type { Program } from '@millrace/ir';

export interface Pass {
  readonly name: string;
  /** One line for reports. */
  readonly summary: string;
  /** Why results may differ in their last digits; absent where every bit is kept. */
  readonly inexact?: string;
  /**
   * The rewritten program: same arguments, same types of results, well formed (`verifyProgram`), also inside regions. Never writes to its input, and
   * answers the input itself where nothing changes.
   */
  readonly run: (program: Program) => Program;
}
