/** Lines by package, and bytes shipped by entry point (minified and gzipped). `--against REF` adds the change in lines since a commit. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { transformSync } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const against = process.argv.includes('--against') ? process.argv[process.argv.indexOf('--against') + 1] : null;

interface Lines {
  readonly code: number;
  readonly tests: number;
}

const isTest = (file: string): boolean => /\.(test|cases|bench)\.ts$/.test(file) || file.includes('/test/');
const packageOf = (file: string): string => (file.startsWith('packages/') ? file.split('/').slice(0, 2).join('/') : file.split('/')[0]);

function countLines(files: readonly string[], read: (file: string) => string): Map<string, Lines> {
  const counts = new Map<string, Lines>();
  for (const file of files.filter((f) => /\.(ts|mjs)$/.test(f))) {
    const lines = read(file).split('\n').length - 1;
    const { code, tests } = counts.get(packageOf(file)) ?? { code: 0, tests: 0 };
    counts.set(packageOf(file), isTest(file) ? { code, tests: tests + lines } : { code: code + lines, tests });
  }
  return counts;
}

const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
const now = countLines(git('ls-files').trim().split('\n'), (f) => readFileSync(join(root, f), 'utf8'));
const before = against ? countLines(git('ls-tree', '-r', '--name-only', against).trim().split('\n'), (f) => git('show', `${against}:${f}`)) : null;

console.log(`${'folder'.padEnd(24)}${'code'.padStart(8)}${'tests'.padStart(8)}${before ? 'change'.padStart(9) : ''}`);
for (const [name, { code, tests }] of [...now].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const old = before?.get(name);
  const change = before ? code + tests - (old ? old.code + old.tests : 0) : 0;
  console.log(`${name.padEnd(24)}${String(code).padStart(8)}${String(tests).padStart(8)}${before ? `${change >= 0 ? '+' : ''}${change}`.padStart(9) : ''}`);
}

console.log(`\n${'bundle'.padEnd(40)}${'minified'.padStart(10)}${'gzip'.padStart(10)}`);
for (const name of readdirSync(join(root, 'packages'))) {
  const dist = join(root, 'packages', name, 'dist');
  let files: string[];
  try {
    files = readdirSync(dist).filter((f) => f.endsWith('.mjs'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    continue; // not a published package
  }
  for (const file of files) {
    const { code } = transformSync(readFileSync(join(dist, file), 'utf8'), { minify: true, format: 'esm' });
    console.log(`${`packages/${name}/${file}`.padEnd(40)}${String(code.length).padStart(10)}${String(gzipSync(code).length).padStart(10)}`);
  }
}
