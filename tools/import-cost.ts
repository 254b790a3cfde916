/** What importing a built package costs: the files that load with it, and the milliseconds it takes. For tests and for `npm run sizes`. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root: string = fileURLToPath(new URL('..', import.meta.url));

export interface LoadedFiles {
  /** Paths from the repository's root, in no order. */
  readonly files: readonly string[];
  readonly bytes: number;
  /** What is imported and is not a file: Node's own modules. */
  readonly external: readonly string[];
}

/** The files that `import 'specifier'` loads at once in Node: everything that static imports reach from the built package. */
export async function filesLoadedBy(specifier: string): Promise<LoadedFiles> {
  const { metafile } = await build({
    stdin: { contents: `import ${JSON.stringify(specifier)};`, resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    treeShaking: false,
    ignoreAnnotations: true,
    format: 'esm',
    platform: 'node',
    conditions: ['node', 'node-addons', 'import'],
    logLevel: 'silent',
  });
  const reached = new Set<string>(['<stdin>']);
  const external = new Set<string>();
  for (const file of reached)
    for (const { path, kind, external: outside } of metafile.inputs[file].imports) {
      if (kind === 'dynamic-import') continue;
      if (outside) external.add(path);
      else reached.add(path);
    }
  reached.delete('<stdin>');
  const files = [...reached];
  return { files, bytes: files.reduce((sum, f) => sum + statSync(join(root, f)).size, 0), external: [...external] };
}

function millisecondsOfImport(specifier: string): number {
  const program = `const start = performance.now(); import(${JSON.stringify(specifier)}).then(() => console.log(performance.now() - start));`;
  return Number(execFileSync(process.execPath, ['-e', program], { cwd: root, encoding: 'utf8' }));
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

/**
 * Milliseconds that `import('specifier')` takes in a new process: the median of `starts`, less the median of importing an empty module, which
 * is what Node's loader costs. The two take turns, so that a busy moment of the machine meets both.
 */
export function importTime(specifier: string, starts: number): number {
  const [empty, full]: [number[], number[]] = [[], []];
  for (let i = 0; i < starts; i++) {
    empty.push(millisecondsOfImport('data:text/javascript,'));
    full.push(millisecondsOfImport(specifier));
  }
  return median(full) - median(empty);
}
