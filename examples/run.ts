/** `npm run example -- NAME [flags]` runs one case; `npm run examples` runs all, resumes where it was stopped, and closes with `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const state = join(folder, '..', '.cache', 'examples.json');
const names = readdirSync(folder).filter((n) => existsSync(join(folder, n, 'main.ts')));
const [first, ...flags] = process.argv.slice(2);
/** What a shell says of a program that Ctrl-C ended. */
const interrupted = 130;

// Ctrl-C reaches the case as it reaches this process: the case ends its training, and this process waits for it.
process.on('SIGINT', () => undefined);

/** Runs a case; answers its exit code. */
function runOne(name: string, args: readonly string[]): number {
  const { status, signal } = spawnSync(process.execPath, [...process.execArgv, join(folder, name, 'main.ts'), ...args], { stdio: 'inherit' });
  return status ?? (signal === 'SIGINT' ? interrupted : 1);
}

/** Results of a run of all that was stopped, by name. */
function earlier(args: readonly string[]): Record<string, boolean> {
  if (!existsSync(state)) return {};
  const saved = JSON.parse(readFileSync(state, 'utf8')) as { args: string; done: Record<string, boolean> };
  return saved.args === args.join(' ') ? saved.done : {};
}

/** Runs all cases that an earlier run did not finish; answers the exit code. */
function runAll(args: readonly string[]): number {
  const done = earlier(args);
  for (const name of names) {
    if (name in done) {
      console.log(`${name}: ${done[name] ? 'passed' : 'failed'} before the stop`);
      continue;
    }
    console.log(`\n== ${name}`);
    const code = runOne(name, args);
    if (code === interrupted) {
      console.log(`stopped in ${name}; the same command goes on there`);
      return interrupted;
    }
    done[name] = code === 0;
    mkdirSync(dirname(state), { recursive: true });
    writeFileSync(state, JSON.stringify({ args: args.join(' '), done }));
  }
  rmSync(state, { force: true });
  const passed = Object.values(done).filter(Boolean).length;
  console.log(`${passed} passed, ${names.length - passed} failed`);
  return passed < names.length ? 1 : 0;
}

if (first === '--all') process.exitCode = runAll(flags);
else if (first && names.includes(first)) process.exitCode = runOne(first, flags);
else {
  console.log(
    `Usage: npm run example -- NAME [flags]\n\n${names.map((n) => `  ${n}`).join('\n')}\n\n--help after a name lists its flags; npm run examples runs all.`,
  );
  process.exitCode = first && first !== '--help' ? 2 : 0;
}
