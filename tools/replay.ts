/**
 * `npm run replay -- REF`: compiles every case of every primitive on this tree and on commit REF, and lists the cases whose code differs.
 * A change that calls itself a refactoring must list none. Model: tinygrad's process replay.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
type Corpus = Readonly<Record<string, readonly string[]>>;

/** What the tree in `folder` compiles. Throws an Error that names the tree where it does not even load: its own output, above, says why. */
function compile(folder: string, tree: string): Corpus {
  const tsx = join(root, 'node_modules/.bin/tsx');
  const { status, stdout } = spawnSync(tsx, ['--conditions=source', join(folder, 'tools/replay-worker.ts')], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`replay: ${tree} does not run, so there is nothing to compare; choose another commit`);
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Corpus;
}

/** A checkout of `ref` whose packages find each other and the installed dependencies. */
function checkout(ref: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-replay-'));
  execFileSync('git', ['worktree', 'add', '--detach', '--force', folder, ref], { cwd: root, stdio: 'ignore' });
  // Workspace links are relative, so a copy of the links points into the checkout; everything else is shared.
  execFileSync('mkdir', ['-p', join(folder, 'node_modules')]);
  for (const name of execFileSync('ls', ['-A', join(root, 'node_modules')], { encoding: 'utf8' })
    .trim()
    .split('\n')) {
    const from = join(root, 'node_modules', name);
    if (name === '@millrace' || name === 'millrace') cpSync(from, join(folder, 'node_modules', name), { recursive: true, verbatimSymlinks: true });
    else symlinkSync(from, join(folder, 'node_modules', name));
  }
  // A commit from before this tool takes today's worker.
  for (const file of ['replay-worker.ts', 'ops-devices.ts']) {
    if (!existsSync(join(folder, 'tools', file))) cpSync(join(root, 'tools', file), join(folder, 'tools', file));
  }
  return folder;
}

function main(ref: string): void {
  const folder = checkout(ref);
  try {
    const [now, then] = [compile(root, 'this tree'), compile(folder, ref)];
    const changed = Object.keys(now).filter((k) => k in then && then[k].join() !== now[k].join());
    const added = Object.keys(now).filter((k) => !(k in then));
    const removed = Object.keys(then).filter((k) => !(k in now));
    for (const k of changed) console.log(`changed  ${k}`);
    for (const k of added) console.log(`added    ${k}`);
    for (const k of removed) console.log(`removed  ${k}`);
    console.log(`${Object.keys(now).length} cases compiled code; ${changed.length} changed, ${added.length} added, ${removed.length} removed since ${ref}`);
    if (changed.length > 0) process.exitCode = 1;
  } finally {
    execFileSync('git', ['worktree', 'remove', '--force', folder], { cwd: root, stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  }
}

const [ref] = process.argv.slice(2);
if (!ref || ref === '--help') console.log('Usage: npm run replay -- REF');
else {
  try {
    main(ref);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 2;
  }
}
