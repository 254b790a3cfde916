/** `npm run example -- NAME [flags]` runs one case; `npm run examples` runs all, resumes where it was stopped, and closes with `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const state = join(folder, '..', '.cache', 'examples.json');
const names = readdirSync(folder).filter((n) => existsSync(join(folder, n, 'main.ts')));
const [first, ...flags] = process.argv.slice(2);

const runOne = (name: string, args: readonly string[]): boolean =>
  spawnSync(process.execPath, [...process.execArgv, join(folder, name, 'main.ts'), ...args], { stdio: 'inherit' }).status === 0;

/** Results of a run of all that was stopped, by name. */
function earlier(args: readonly string[]): Record<string, boolean> {
  if (!existsSync(state)) return {};
  const saved = JSON.parse(readFileSync(state, 'utf8')) as { args: string; done: Record<string, boolean> };
  return saved.args === args.join(' ') ? saved.done : {};
}

function runAll(args: readonly string[]): void {
  const done = earlier(args);
  for (const name of names) {
    if (name in done) {
      console.log(`${name}: ${done[name] ? 'passed' : 'failed'} before the stop`);
      continue;
    }
    console.log(`\n== ${name}`);
    done[name] = runOne(name, args);
    mkdirSync(dirname(state), { recursive: true });
    writeFileSync(state, JSON.stringify({ args: args.join(' '), done }));
  }
  rmSync(state, { force: true });
  const passed = Object.values(done).filter(Boolean).length;
  console.log(`${passed} passed, ${names.length - passed} failed`);
  if (passed < names.length) process.exitCode = 1;
}

if (first === '--all') runAll(flags);
else if (first && names.includes(first)) process.exitCode = runOne(first, flags) ? 0 : 1;
else {
  console.log(
    `Usage: npm run example -- NAME [flags]\n\n${names.map((n) => `  ${n}`).join('\n')}\n\n--help after a name lists its flags; npm run examples runs all.`,
  );
  process.exitCode = first && first !== '--help' ? 2 : 0;
}
