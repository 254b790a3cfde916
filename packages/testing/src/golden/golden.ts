/**
 * Golden files: what users and emitters see, kept as text and reviewed as a diff. A test hands over the text; it is compared with
 * `test/golden/<name>` of its package. `npm run golden` runs these tests alone and finds files that no test reads; `npm run golden -- --accept [PATTERN]`
 * rewrites what differs. Numbers that carry meaning are asserted in tests instead.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lineDiff } from './line-diff.ts';

/** How a run treats files that differ; read from the environment by `goldenSettings`. */
export interface GoldenSettings {
  /** Files whose path holds this text are rewritten; null accepts nothing, the empty text everything. */
  readonly accept: string | null;
  /** Continuous integration never rewrites. */
  readonly ci: boolean;
  /** Gets the path of each file that was compared, a line each; null keeps no record. */
  readonly record: string | null;
}

export const goldenSettings = (): GoldenSettings => ({
  accept: process.env.MILLRACE_GOLDEN_ACCEPT ?? null,
  ci: Boolean(process.env.CI),
  record: process.env.MILLRACE_GOLDEN_RECORD ?? null,
});

/** A golden file that differs, or that is not there. */
export class GoldenMismatch extends Error {
  override readonly name: string = 'GoldenMismatch';
}

/** The nearest folder above a test that is a package, or `docs` or `tools`, which are none but keep tests, too. */
function homeOf(test: string): string {
  for (let folder = dirname(test); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) || existsSync(join(dirname(folder), 'package-lock.json'))) return folder;
  }
  throw new Error(`no package above ${test}`);
}

/** `kernel.changed.wat` for `kernel.wat`. */
export const changedPath = (path: string): string => `${path.slice(0, path.length - extname(path).length)}.changed${extname(path)}`;

/**
 * Compares `text` with the golden file at `path`. Line ends become `\n`, and the file ends with one.
 * @throws GoldenMismatch when it differs or is missing: with the difference, and the command that accepts it. The new text is then in `<name>.changed.<ext>`.
 */
export function compareWithGolden(path: string, text: string, settings: GoldenSettings): void {
  const arrived = `${text.replaceAll('\r\n', '\n').trimEnd()}\n`;
  const expected = existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : null;
  if (settings.record !== null) appendFileSync(settings.record, `${path}\n`);
  if (expected === arrived) {
    rmSync(changedPath(path), { force: true });
    return;
  }
  if (settings.accept !== null && path.includes(settings.accept)) {
    if (settings.ci) throw new GoldenMismatch(`${path} is not rewritten: CI is set, and continuous integration never accepts`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, arrived);
    rmSync(changedPath(path), { force: true });
    return;
  }
  if (!settings.ci) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(changedPath(path), arrived);
  }
  throw new GoldenMismatch(mismatchText(path, expected, arrived, settings.ci));
}

function mismatchText(path: string, expected: string | null, arrived: string, ci: boolean): string {
  const name = relative(process.cwd(), path);
  const head = expected === null ? `golden file ${name} is not there yet; the text is` : `golden file ${name} differs (- expected, + arrived)`;
  const body = expected === null ? arrived.trimEnd() : lineDiff(expected, arrived);
  const accept = `to accept it: npm run golden -- --accept ${name}`;
  return [head, body, ci ? accept : `the new text is in ${relative(process.cwd(), changedPath(path))}; ${accept}`].join('\n');
}

/**
 * What a test compares its texts with. `moduleUrl` is the test's `import.meta.url`; names are those of the files in its package's `test/golden/`.
 * @throws GoldenMismatch from the function returned, see `compareWithGolden`
 */
export function goldenFiles(moduleUrl: string): (name: string, text: string) => void {
  const folder = join(homeOf(fileURLToPath(moduleUrl)), 'test', 'golden');
  const check = (name: string, text: string): void => {
    try {
      compareWithGolden(join(folder, name), text, goldenSettings());
    } catch (error) {
      // A failure points at the test, not at this file.
      Error.captureStackTrace(error as Error, check);
      throw error;
    }
  };
  return check;
}
