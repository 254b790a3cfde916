/** From a program with state to an executable of the device in use. */
import type { EagerBuilder } from '../eager/eager-builder.ts';
import type { Executable, ProgramSpec } from './executable.ts';
import { InterpretedExecutable } from './interpreted.ts';

/** Compiles a program for the device in use. `builder` runs what no program device takes. */
export function compileProgram(spec: ProgramSpec, builder: EagerBuilder): Executable {
  return new InterpretedExecutable(spec, builder);
}
