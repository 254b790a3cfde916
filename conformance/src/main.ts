/** Runs material that other projects published against Millrace: `npm run conformance -- SUITE FOLDER [--device NAME] [--filter TEXT] [--quiet]`. */
import { readdirSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type CaseResult, countResults, type SuiteModule, type SuiteOptions, showResult, showSummary } from './report.ts';

const suitesFolder = new URL('./suites/', import.meta.url);

/** Suites are found by file name. */
const suiteNames = (): string[] =>
  readdirSync(suitesFolder)
    .filter((f) => f.endsWith('.ts') && !f.includes('.test.'))
    .map((f) => f.slice(0, -3));

const usage = (): string => `usage: npm run conformance -- SUITE FOLDER [--device NAME] [--filter TEXT] [--quiet]\nsuites: ${suiteNames().join(', ')}`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { device: { type: 'string' }, filter: { type: 'string' }, quiet: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  const [name, folder] = positionals;
  if (values.help) {
    console.log(usage());
    return 0;
  }
  if (!name || !folder || !suiteNames().includes(name)) {
    console.error(usage());
    return 2;
  }
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    console.error(`${folder} is not a folder`);
    return 2;
  }
  const { suite, notes } = (await import(new URL(`${name}.ts`, suitesFolder).href)) as SuiteModule;
  const options: SuiteOptions = { device: values.device, filter: values.filter };
  const results: CaseResult[] = [];
  for await (const result of suite(folder, options)) {
    results.push(result);
    if (!values.quiet || result.outcome === 'failed') console.log(showResult(result));
  }
  for (const note of (await notes?.(options)) ?? []) console.log(note);
  console.log(showSummary(results));
  const { failed, passed } = countResults(results);
  // A folder without cases is a wrong folder, not a success.
  return failed > 0 || passed === 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
