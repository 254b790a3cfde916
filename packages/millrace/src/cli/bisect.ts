/** `millrace bisect FILE.mlir`: which compiler pass changes what a program computes, and on which operations. Exit code 1 where one does. */
import { readFile } from 'node:fs/promises';
import { bisectPasses, type Culprit, passesFor, type RunProgram, seededArguments } from '@millrace/compiler';
import { failure, functionNamed, inlineCalls, type Module, type Program, plainHost, type TensorType } from '@millrace/ir';
import { parseModule, printProgram } from '@millrace/ir/text';
import { compileProgram, contiguous, EagerBuilder, Storage, setDevice } from '@millrace/runtime';
import { type ArgsDef, type CommandDef, defineCommand } from 'citty';

/** @main, or the first public function, with the functions that it calls in it. */
function entryOf(module: Module): Program {
  const entry = functionNamed(module, 'main') ?? module.functions.find((f) => f.visibility === 'public');
  if (!entry) throw failure('not-found', { op: 'bisect', message: 'the module has no public function' });
  return inlineCalls(module, entry.name);
}

/** Runs programs as they are on a device, without passes of its own. */
function onDevice(device: string): RunProgram {
  setDevice(device);
  const builder = new EagerBuilder(plainHost);
  const without = passesFor({ epilogues: true }).map((p) => p.name);
  return (program, args) => {
    const executable = compileProgram({ name: 'bisect', program, states: 0, writes: [] }, builder, { without });
    const results = executable.run(
      [],
      args.map((l) => ({ type: l.type, storage: new Storage(l.data) })),
    );
    return results.map(({ type, storage }) => ({ type, data: contiguous(storage, type as TensorType) }));
  };
}

/** What was found, for people. */
export function describeCulprit({ pass, position, what, before, after }: Culprit): string {
  const problem = what instanceof Error ? `fails: ${what.message}` : `result ${what.result}, element ${what.element}: ${what.before} became ${what.after}`;
  const made = after ? `and after it:\n${printProgram(after)}` : '';
  return `pass ${pass.name} (${position + 1}): ${problem}\nthe smallest part found, before the pass:\n${printProgram(before)}${made}`;
}

const options: ArgsDef = {
  file: { type: 'positional', description: 'a program in MLIR text', required: true },
  device: { type: 'string', description: 'run on this device (js, wasm); default: the reference evaluator' },
  seed: { type: 'string', description: 'seed of the arguments', default: '0' },
  tolerance: { type: 'string', description: 'relative error that counts as equal; default 0, on devices 1e-5' },
  epilogues: { type: 'boolean', description: 'with contractions that compute on their sums', default: false },
};

export const bisect: CommandDef = defineCommand({
  meta: { name: 'bisect', description: 'Find the compiler pass that changes what a program computes' },
  args: options,
  async run({ args }) {
    const file = args.file as string;
    const device = args.device as string | undefined;
    const program = entryOf(parseModule(await readFile(file, 'utf8'), { file }));
    const passes = passesFor({ epilogues: args.epilogues as boolean });
    const culprit = bisectPasses({
      program,
      args: seededArguments(program, Number(args.seed)),
      passes,
      run: device ? onDevice(device) : undefined,
      tolerance: args.tolerance === undefined ? (device ? 1e-5 : 0) : Number(args.tolerance),
    });
    console.log(culprit ? describeCulprit(culprit) : `${passes.length} passes keep the results of ${file}`);
    process.exitCode = culprit ? 1 : 0;
  },
});
