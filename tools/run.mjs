/**
 * Runs the commands of package.json on a machine that may have nothing but Node and npm: installs what is missing, builds what is stale,
 * then hands over. Plain JavaScript on purpose: it runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => join(root, 'node_modules', '.bin', name);

/** Ctrl-C reaches the command as it reaches this process: it may finish what it does and say so; this process waits for it and ends with its code. */
process.on('SIGINT', () => undefined);

/** Runs a command in the repository and ends with its exit code when it fails. */
function run(command, args, { env = {}, quiet = false } = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: quiet ? ['ignore', 'ignore', 'inherit'] : 'inherit', env: { ...process.env, ...env } });
  if (result.error) {
    console.error(`${command}: ${result.error.message}`);
    process.exit(1);
  }
  if (result.status !== 0) process.exit(result.status ?? 128 + (constants.signals[result.signal] ?? 0));
}

/** Installs dependencies when there are none, or when the lock file is newer than they are. */
function install() {
  const marker = join(root, 'node_modules', '.package-lock.json');
  const fresh = existsSync(marker) && statSync(marker).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs - 1000;
  if (fresh) return;
  console.error('Installing dependencies (npm ci --ignore-scripts)…');
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true });
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && entry.name !== 'dist') yield* sources(path);
    } else if (/\.(ts|json|css|html)$/.test(entry.name) && !/\.(test|cases)\.ts$/.test(entry.name)) yield path;
  }
}

/** Hash of everything that the build reads, and of this node, whose code of the start file it keeps. */
function sourceHash() {
  const hash = createHash('sha256').update(process.version);
  for (const path of [
    ...sources(join(root, 'packages')),
    ...sources(join(root, 'tools/build')),
    join(root, 'tsdown.config.ts'),
    join(root, 'package-lock.json'),
  ].sort())
    hash.update(path).update(readFileSync(path));
  return hash.digest('hex');
}

/** Builds all packages when their sources changed since the last build. */
function build({ force = false } = {}) {
  const marker = join(root, '.cache', 'build-hash');
  const hash = sourceHash();
  if (!force && existsSync(marker) && readFileSync(marker, 'utf8') === hash && existsSync(join(root, 'packages/millrace/dist/index.mjs'))) return;
  console.error('Building…');
  run(bin('tsdown'), ['--logLevel', 'error'], { env: { NODE_NO_WARNINGS: '1' }, quiet: true });
  // Into the package's dist, which the line above has just made anew.
  run(bin('vite'), ['build', '--config', 'packages/tensorboard/vite.config.ts'], { quiet: true });
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(marker, hash);
}

/** Runs a TypeScript file against the sources, or against the built packages. */
const script = (file, args, { source = true } = {}) => run(bin('tsx'), [...(source ? ['--conditions=source'] : []), join(root, file), ...args]);

const tasks = {
  install: () => install(),
  build: () => build({ force: true }),
  start: (args) => {
    build();
    // The main job closes with its accuracy; the same program run as an example closes with PASS or FAIL.
    process.env.MILLRACE_MAIN_JOB = '1';
    script('examples/fashion-mnist/main.ts', args, { source: false });
  },
  example: (args) => {
    build();
    script('examples/run.ts', args, { source: false });
  },
  examples: (args) => {
    build();
    script('examples/run.ts', ['--all', ...args], { source: false });
  },
  bench: (args) => {
    build();
    script('bench/src/main.ts', args, { source: false });
  },
  conformance: (args) => script('conformance/src/main.ts', args),
  ops: (args) => script('tools/ops.ts', args),
  test: (args) => {
    build();
    run(bin('vitest'), ['run', '--reporter=default', '--reporter=./tools/count-reporter.ts', ...args]);
  },
  'test:slow': (args) => {
    build();
    run(bin('vitest'), ['run', '--reporter=default', '--reporter=./tools/count-reporter.ts', ...args], { env: { MILLRACE_SLOW_TESTS: '1' } });
  },
  typecheck: () => run('node', [join(root, 'node_modules/typescript-native/bin/tsc'), '-p', '.']),
  lint: (args) => {
    const fix = args.includes('--fix');
    run(bin('biome'), ['check', ...(fix ? ['--write'] : []), '.']);
    script('tools/imports.ts', []);
    script('tools/generate-builder.ts', ['--check']);
    script('tools/source-rules.ts', []);
    script('tools/api.ts', ['--check']);
    script('tools/porting.ts', ['--check']);
    script('tools/error-manual.ts', ['--check']);
  },
  format: () => run(bin('biome'), ['check', '--write', '.']),
  docs: (args) => {
    script('tools/error-manual.ts', ['--check']);
    run(bin('typedoc'), args);
  },
  api: (args) => script('tools/api.ts', args),
  porting: (args) => script('tools/porting.ts', args),
  sizes: (args) => {
    build();
    script('tools/sizes.ts', args);
  },
  replay: (args) => script('tools/replay.ts', args),
  golden: (args) => script('tools/golden.ts', args),
};

const [name, ...args] = process.argv.slice(2);
const task = tasks[name];
if (!task) {
  console.error(`usage: node tools/run.mjs <${Object.keys(tasks).join('|')}> [arguments]`);
  process.exit(2);
}
install();
task(args);
