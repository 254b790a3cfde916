/** Which compiler this is: entries of another one are of no use. */
import { nodeModule } from '../../node-module.ts';

type FileSystem = typeof import('node:fs');

/** Undefined: not looked for yet. */
let version: string | null | undefined;

/**
 * A hash of the code that compiles: names, sizes and times of its files; of the folders of sources where these run, else of the folder of the built
 * file, or of the bundle that Millrace is part of. Null where no file says what runs, as in browsers.
 */
export function compilerVersion(): string | null {
  if (version === undefined) version = findVersion();
  return version;
}

function findVersion(): string | null {
  if (nodeModule('node:fs') === null) return null;
  const { createHash } = nodeModule<typeof import('node:crypto')>('node:crypto') as typeof import('node:crypto');
  const { fileURLToPath } = nodeModule<typeof import('node:url')>('node:url') as typeof import('node:url');
  const fs = nodeModule<FileSystem>('node:fs') as FileSystem;
  const lines = new Set<string>();
  for (const url of [import.meta.url, resolved('@millrace/compiler'), resolved('@millrace/ir')]) {
    if (!url?.startsWith('file:')) continue;
    for (const line of linesOf(fs, fileURLToPath(url.replace(/[?#].*$/, '')))) lines.add(line);
  }
  if (lines.size === 0) return null;
  const hash = createHash('sha256');
  for (const line of lines) hash.update(line);
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

const isSource = (path: string): boolean => path.endsWith('.ts') && !/\.(?:test|cases)\.ts$/.test(path);
const isBuilt = (path: string): boolean => /\.[cm]?js$/.test(path);

/** A line for each file of code around this one. */
function linesOf(fs: FileSystem, file: string): string[] {
  const sources = /^(.*[/\\]src[/\\]).*\.ts$/.exec(file)?.[1];
  const folder = sources ?? file.replace(/[^/\\]*$/, '');
  const files = fs.readdirSync(folder, { recursive: sources !== undefined }).map(String);
  return files
    .filter(sources === undefined ? isBuilt : isSource)
    .sort()
    .map((name) => {
      const { size, mtimeMs } = fs.statSync(`${folder}${name}`);
      return `${folder}${name} ${size} ${mtimeMs}\n`;
    });
}
