/** All runs under log directories, read again and again while they grow. Node only. */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { failure } from '@millrace/ir';
import { defaultReaderOptions, defaultSamples, type ReaderOptions } from './reader-options.ts';
import { RunReader } from './run-reader.ts';

export interface LogDirReaderOptions {
  /** Values kept of each tag, by plugin; 0 keeps all. Defaults: scalars 1000, images 10, audio 10, histograms 500, pr_curves 100, others 10. */
  readonly samples?: Readonly<Record<string, number>>;
  /** Whether a restart of the training drops what was written after its step. Default true. */
  readonly purgeOrphanedData?: boolean;
  /** Longest record that is read, in bytes. Default 1 GiB. */
  readonly maxRecordBytes?: number;
}

/** Folders in folders at most. */
const maxDepth = 64;

/** Whether a file is one of events: its name says so. */
const isEventFile = (name: string): boolean => name.includes('tfevents');

/**
 * Reads every run under a directory. A run is a folder with at least one event file; its name is the path from the directory, '.' for the
 * directory itself. With several directories by name, `name/` stands before the names of runs.
 *
 * @example
 * const reader = new LogDirReader('logs');
 * await reader.reload();
 * [...reader.runs.keys()]; // ['train', 'validation']
 */
export class LogDirReader {
  /** Runs by name, in the order in which they were found. */
  readonly runs: Map<string, RunReader> = new Map();
  /** Directories by the name before their runs; '' for none. */
  readonly roots: ReadonlyMap<string, string>;
  readonly #options: ReaderOptions;
  #reloading: Promise<void> | null = null;
  #stopped = false;
  /** Whether everything that was there at the first call has been read. */
  loaded = false;

  constructor(logDir: string | Readonly<Record<string, string>>, { samples, ...options }: LogDirReaderOptions = {}) {
    const roots: [string, string][] = typeof logDir === 'string' ? [['', logDir]] : Object.entries(logDir);
    if (roots.length === 0 || roots.some(([, dir]) => typeof dir !== 'string' || dir === ''))
      throw failure('value', { op: 'tensorboard', message: 'the log directory is missing' });
    for (const [plugin, count] of Object.entries(samples ?? {})) {
      if (!Number.isInteger(count) || count < 0)
        throw failure('value', { op: 'tensorboard', message: `samples of ${plugin} must be an integer of at least 0; got ${count}` });
    }
    this.roots = new Map(roots);
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    this.#options = {
      ...defaultReaderOptions,
      ...given,
      samples: { ...defaultSamples, ...samples },
      // Between chunks of files other work gets its turn, and `stop` takes effect.
      pause: () => new Promise((done) => setImmediate(() => done(this.#stopped))),
    };
  }
  /** Finds new runs and files and reads what is new. Calls while one is under way answer with that one. */
  reload(): Promise<void> {
    this.#reloading ??= this.#reload().finally(() => {
      this.#reloading = null;
    });
    return this.#reloading;
  }
  /** Ends a reload that is under way after the chunk in progress. Later ones read nothing. */
  stop(): void {
    this.#stopped = true;
  }
  /** What could not be read. */
  get problems(): string[] {
    return [...this.runs.values()].flatMap((run) => [...run.problems].map((p) => `run '${run.name}': ${p}`));
  }
  async #reload(): Promise<void> {
    for (const [name, root] of this.roots) await this.#find(name, root, root, 0);
    for (const run of this.runs.values()) {
      if (this.#stopped) return;
      await run.reload();
    }
    this.loaded = true;
  }
  async #find(name: string, root: string, folder: string, depth: number): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: { code?: string }): Dirent[] => {
      // A folder that is not there yet, or no more, has no runs; one that may not be read is left out as well.
      if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(error.code ?? '')) return [];
      throw error;
    });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth < maxDepth) await this.#find(name, root, path, depth + 1);
      // Links to files are followed, links to folders are not: no circles.
      else if ((entry.isFile() || entry.isSymbolicLink()) && isEventFile(entry.name)) this.#run(name, relative(root, folder)).addFile(path);
    }
  }
  #run(prefix: string, path: string): RunReader {
    const local = path === '' ? '.' : path.split(sep).join('/');
    const name = prefix === '' ? local : local === '.' ? prefix : `${prefix}/${local}`;
    let run = this.runs.get(name);
    if (run === undefined) this.runs.set(name, (run = new RunReader(name, this.#options)));
    return run;
  }
}
