/** StableHLO's interpreter tests and programs exported from JAX: parse, verify, print and parse again, run, check. */
import { type Module, type ModuleFunction, OpError, verifyModule } from '@millrace/ir';
import { parseModule, printModule, sameModule } from '@millrace/ir/text';
import type { CaseResult, SuiteOptions } from '../report.ts';
import { type Executor, executorNamed } from '../stablehlo/executors.ts';
import { mlirFiles, type Part, partsOf } from '../stablehlo/parts.ts';

/** `@main` where there is one, else every public function without arguments. */
function entriesOf(module: Module): readonly ModuleFunction[] {
  const main = module.functions.find((f) => f.name === 'main');
  if (main) return [main];
  return module.functions.filter((f) => f.visibility === 'public' && f.program.arguments.length === 0);
}

/** Both forms of printed text must read back as the same module. */
function checkRoundTrip(module: Module, file: string): void {
  for (const generic of [false, true]) {
    const text = printModule(module, { generic });
    const again = parseModule(text, { file: `${file} (printed)` });
    if (!sameModule(module, again)) throw new Error(`the ${generic ? 'generic' : 'short'} form does not read back as the same module`);
  }
}

function runPart(part: Part, executor: Executor): CaseResult {
  const place = `${part.file}:${part.line}`;
  let name = place;
  try {
    const module = parseModule(part.text, { file: part.file });
    const entries = entriesOf(module);
    name = `${place} ${module.name === undefined ? '' : `${module.name} `}${entries.map((f) => `@${f.name}`).join(' ')}`.trimEnd();
    verifyModule(module);
    checkRoundTrip(module, part.file);
    if (entries.length === 0) return { name, outcome: 'skipped', reason: 'has no function without arguments' };
    for (const f of entries) executor.run(module, f, () => {});
    return { name, outcome: 'passed' };
  } catch (error) {
    const unsupported = error instanceof OpError && error.code === 'unimplemented';
    return { name, outcome: unsupported ? 'skipped' : 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

const executorFor = (options: SuiteOptions): Promise<Executor> => executorNamed(options.device ?? 'reference');

/** What ran where. */
export const notes = async (options: SuiteOptions): Promise<readonly string[]> => [(await executorFor(options)).describe()];

/** Results of every part of every file below `folder`. */
export async function* suite(folder: string, options: SuiteOptions): AsyncGenerator<CaseResult> {
  const executor = await executorFor(options);
  for (const path of mlirFiles(folder)) {
    for (const part of partsOf(path, folder)) {
      if (options.filter && !`${part.file}:${part.line}`.includes(options.filter)) continue;
      yield runPart(part, executor);
    }
  }
}
