/** Test files of StableHLO's interpreter: where they are, and how they split into modules. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** One module of a file. */
export interface Part {
  /** Path below the folder. */
  readonly file: string;
  /** The line of the file at which the part begins, 1-based. */
  readonly line: number;
  /** The text, preceded by as many empty lines as the file has before it, so that lines in errors are the file's. */
  readonly text: string;
}

/** Every `.mlir` file below a folder, sorted. */
export function mlirFiles(folder: string): string[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile() && entry.name.endsWith('.mlir'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** The modules of a file: split at `// -----` where the first line says so. */
export function partsOf(path: string, folder: string): Part[] {
  const text = readFileSync(path, 'utf8');
  const file = relative(folder, path);
  const lines = text.split('\n');
  if (!lines[0].includes('split-input-file')) return [{ file, line: 1, text }];
  const parts: Part[] = [];
  let start = 0;
  const close = (end: number): void => {
    const body = lines.slice(start, end);
    if (body.some((l) => l.trim() !== '' && !l.trim().startsWith('//'))) {
      parts.push({ file, line: start + 1, text: `${'\n'.repeat(start)}${body.join('\n')}` });
    }
    start = end + 1;
  };
  lines.forEach((line, i) => {
    if (line.startsWith('// -----')) close(i);
  });
  close(lines.length);
  return parts;
}
