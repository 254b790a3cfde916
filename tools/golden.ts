/**
 * `npm run golden`: runs the tests that compare with golden files, shows what differs, and lists golden files that no test reads.
 * `npm run golden -- --accept [PATTERN]` rewrites those whose path holds PATTERN (all without one) and removes unread ones; under CI it refuses.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = ['packages', 'conformance', 'bench', 'examples', 'docs', 'tools'];
const usage = `Usage: npm run golden                         compare
       npm run golden -- --accept [PATTERN]  rewrite files whose path holds PATTERN; all without one`;

function* filesOf(folder: string): Generator<string> {
  for (const item of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'dist'].includes(item.name) || item.name.startsWith('.')) continue;
    const path = join(folder, item.name);
    if (item.isDirectory()) yield* filesOf(path);
    else yield path;
  }
}

/** Tests compare with golden files through one entry point; those that import it are run. */
const comparesGolden = (file: string): boolean =>
  file.endsWith('.test.ts') && !file.endsWith('.slow.test.ts') && readFileSync(file, 'utf8').includes("from '@millrace/testing/golden'");

const isGolden = (file: string): boolean => file.includes(join('test', 'golden', '/')) && !/\.changed\.[^/]*$/.test(file);

/** Runs the tests; answers their exit code and the files that they compared. */
function runTests(files: readonly string[], accept: string | null): { readonly status: number; readonly compared: ReadonlySet<string> } {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-golden-'));
  const record = join(folder, 'compared');
  writeFileSync(record, '');
  const env = { ...process.env, MILLRACE_GOLDEN_RECORD: record, ...(accept === null ? {} : { MILLRACE_GOLDEN_ACCEPT: accept }) };
  const run = spawnSync(join(root, 'node_modules/.bin/vitest'), ['run', ...files.map((f) => relative(root, f))], { cwd: root, env, stdio: 'inherit' });
  const compared = new Set(readFileSync(record, 'utf8').split('\n'));
  rmSync(folder, { recursive: true });
  return { status: run.status ?? 1, compared };
}

function main(accept: string | null): number {
  if (accept !== null && process.env.CI) {
    console.error('golden: CI is set, and continuous integration never accepts');
    return 2;
  }
  const files = folders.flatMap((f) => [...filesOf(join(root, f))]);
  const { status, compared } = runTests(files.filter(comparesGolden), accept);
  if (status !== 0) return status;
  const unread = files.filter((f) => isGolden(f) && !compared.has(f));
  const removed = unread.filter((f) => accept !== null && f.includes(accept));
  for (const file of removed) rmSync(file);
  for (const file of unread) console.log(`${removed.includes(file) ? 'removed' : 'unread '}  ${relative(root, file)}`);
  console.log(`golden: ${compared.size - 1} files compared, ${unread.length} that no test reads`);
  return unread.length > removed.length ? 1 : 0;
}

const [flag, pattern = '', ...rest] = process.argv.slice(2);
if (flag === '--help') console.log(usage);
else if ((flag !== undefined && flag !== '--accept') || rest.length > 0) {
  console.error(usage);
  process.exitCode = 2;
} else process.exitCode = main(flag === '--accept' ? pattern : null);
