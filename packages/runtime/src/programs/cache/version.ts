/** Which compiler this is: entries of another one are of no use. */
import { nodeModule } from '../../node-module.ts';

type FileSystem = typeof import('node:fs');

let version: string | null = null;

/**
 * A hash of the code that compiles: of its files, where they were built; of their paths, sizes and times, where sources run. Where a bundler has
 * put everything into one file, that file stands for all. Node only.
 */
export function compilerVersion(): string {
  version ??= findVersion();
  return version;
}

function findVersion(): string {
  const { createHash } = nodeModule<typeof import('node:crypto')>('node:crypto') as typeof import('node:crypto');
  const { fileURLToPath } = nodeModule<typeof import('node:url')>('node:url') as typeof import('node:url');
  const fs = nodeModule<FileSystem>('node:fs') as FileSystem;
  const hash = createHash('sha256');
  for (const url of new Set([import.meta.url, resolved('@millrace/compiler'), resolved('@millrace/ir')])) {
    if (!url?.startsWith('file:')) continue;
    const path = fileURLToPath(url).replace(/[?#].*$/, '');
    const sources = /^(.*[/\\]src[/\\]).*\.ts$/.exec(path)?.[1];
    if (sources === undefined) hash.update(fs.readFileSync(path));
    else for (const line of sourceLines(fs, sources)) hash.update(line);
  }
  return hash.digest('hex').slice(0, 32);
}

/** The file of a package; undefined where the loader does not say. */
function resolved(name: string): string | undefined {
  try {
    return import.meta.resolve?.(name);
  } catch {
    return undefined;
  }
}

const isCode = (path: string): boolean => path.endsWith('.ts') && !/\.(?:test|cases)\.ts$/.test(path);

function sourceLines(fs: FileSystem, folder: string): string[] {
  const files = fs.readdirSync(folder, { recursive: true }).map(String).filter(isCode).sort();
  return files.map((file) => {
    const { size, mtimeMs } = fs.statSync(`${folder}${file}`);
    return `${file} ${size} ${mtimeMs}\n`;
  });
}
