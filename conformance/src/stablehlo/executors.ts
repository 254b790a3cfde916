/** What can run a module: the reference evaluator, and devices as they come. */
import { evaluateProgram, type Module, type ModuleFunction } from '@millrace/ir';

export interface Executor {
  readonly name: string;
  /** Runs a function without arguments; a failing check throws. */
  readonly run: (module: Module, f: ModuleFunction, print: (text: string) => void) => void;
}

const reference: Executor = {
  name: 'reference',
  run: (module, f, print) => {
    evaluateProgram(f.program, [], { module, print });
  },
};

export const executors: readonly Executor[] = [reference];
