/** What can run a module: the reference evaluator, and the devices of eager execution. */
import { evaluateProgram, type Module, type ModuleFunction } from '@millrace/ir';

export interface Executor {
  readonly name: string;
  /** Runs a function without arguments; a failing check throws. */
  readonly run: (module: Module, f: ModuleFunction, print: (text: string) => void) => void;
  /** What ran where, for the end of a report. */
  readonly describe: () => string;
}

const reference: Executor = {
  name: 'reference',
  run: (module, f, print) => {
    evaluateProgram(f.program, [], { module, print });
  },
  describe: () => 'every operation ran on the reference evaluator',
};

/** Every executor. The runtime is loaded here, so that the reference does not need it. */
export async function allExecutors(): Promise<readonly Executor[]> {
  const { deviceExecutors } = await import('./device-executor.ts');
  return [reference, ...deviceExecutors];
}

/** The executor with this name. Throws for an unknown one, with the valid names. */
export async function executorNamed(name: string): Promise<Executor> {
  if (name === reference.name) return reference;
  const all = await allExecutors();
  const found = all.find((e) => e.name === name);
  if (!found) throw new Error(`unknown device ${name}; one of ${all.map((e) => e.name).join(', ')}`);
  return found;
}
