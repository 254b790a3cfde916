/**
 * Executables on disk (Node; in browsers nothing is kept): a second start neither optimizes, plans nor emits what an earlier one has compiled. The
 * folder is `executables` in `MILLRACE_CACHE`, else in the system's place for caches (Linux: `~/.cache/millrace`); `MILLRACE_CACHE=off` turns it off.
 * Where Millrace runs from its sources, only a folder that was named is used: every edit makes a new compiler.
 *
 * A key is a hash of the program's record, the target and the version of the compiler. Entries are files that appear whole, so any number of
 * processes may share a folder; 512 MB stay, used last. Whatever is wrong with the folder or an entry costs a compilation and one warning.
 */
import { BlobWriter, NotStorable, programRecord } from '@millrace/compiler';
import type { Program } from '@millrace/ir';
import { environment } from '../../config.ts';
import { nodeModule } from '../../node-module.ts';
import type { ProgramSpec } from '../executable.ts';
import { type PlannedProgram, packExecutable, type Stamp, unpackExecutable } from '../stored.ts';
import { showTarget, type Target } from '../target.ts';
import { CacheFolder, isSystemError } from './folder.ts';
import { compilerVersion } from './version.ts';

const limits = { fileBytes: 64 * 1024 * 1024, totalBytes: 512 * 1024 * 1024 };

/** What happened since the start. */
export interface CacheCounters {
  readonly hits: number;
  readonly misses: number;
  readonly stored: number;
}
const counters = { hits: 0, misses: 0, stored: 0 };
export const executableCacheCounters = (): CacheCounters => ({ ...counters });

/** Where executables are kept; null where they are not. */
export function cachePath(): string | null {
  const configured = environment('MILLRACE_CACHE');
  if (configured === 'off' || nodeModule('node:fs') === null) return null;
  if (configured !== undefined) return `${configured}/executables`;
  if (import.meta.url?.endsWith('.ts')) return null;
  const base = systemCaches();
  return base === null ? null : `${base}/millrace/executables`;
}

function systemCaches(): string | null {
  const home = nodeModule<typeof import('node:os')>('node:os')?.homedir();
  if (process.platform === 'win32') return environment('LOCALAPPDATA') ?? null;
  if (process.platform === 'darwin') return home ? `${home}/Library/Caches` : null;
  return environment('XDG_CACHE_HOME') ?? (home ? `${home}/.cache` : null);
}

let folder: CacheFolder | null = null;
function currentFolder(): CacheFolder | null {
  const path = cachePath();
  if (path === null) return null;
  if (folder?.path !== path) folder = new CacheFolder(path, limits);
  return folder;
}

const warned = new Set<string>();
/** Once a folder: what is wrong will mostly be wrong for every program. */
function warn(path: string, problem: unknown): void {
  if (warned.has(path)) return;
  warned.add(path);
  const why = problem instanceof Error ? problem.message : String(problem);
  console.warn(`millrace: the cache of executables in ${path} is of no use for a program, which is compiled instead: ${why}`);
}

/** The place of one program in the cache. */
export interface CacheEntry {
  /** What an earlier process has stored; null where there is nothing of use, or `accept` throws. */
  read(accept: (planned: PlannedProgram) => void): PlannedProgram | null;
  store(planned: PlannedProgram): void;
}

/** The entry of a program for a target; null where nothing is kept: without a cache, and for programs that have no stored form. */
export function cacheEntry(spec: ProgramSpec, target: Target, options: string): CacheEntry | null {
  const place = currentFolder();
  if (!place) return null;
  const version = compilerVersion();
  if (version === null) return null;
  const stamp: Stamp = { version, target: showTarget(target), threads: target.threads };
  const key = keyOf(spec, `${version} ${stamp.target} ${options}`);
  if (key === null) return null;
  return {
    read: (accept) => guarded(place, () => readEntry(place, key, spec, stamp, accept)),
    store: (planned) => void guarded(place, () => storeEntry(place, key, planned, spec.program, stamp)),
  };
}

/** What `body` gives; null, with a warning, for trouble of any kind: an entry may be anything. */
function guarded<T>(place: CacheFolder, body: () => T): T | null {
  try {
    return body();
  } catch (error) {
    warn(place.path, isSystemError(error) ? `${error.code}: ${error.message}` : error);
    return null;
  }
}

function readEntry(place: CacheFolder, key: string, spec: ProgramSpec, stamp: Stamp, accept: (planned: PlannedProgram) => void): PlannedProgram | null {
  const bytes = place.read(key);
  if (bytes === null) {
    counters.misses++;
    return null;
  }
  const planned = unpackExecutable(bytes, spec.program, stamp);
  const types = spec.program.arguments.map((a) => a.type);
  const outputs = spec.program.results.slice(spec.writes.length).map((r) => r.type);
  const same = <T>(a: readonly T[], b: readonly T[]): boolean => a.length === b.length && a.every((x, i) => x === b[i]);
  const fits = same<unknown>(types, planned.argumentTypes) && same<unknown>(outputs, planned.outputTypes) && same(spec.writes, planned.writes);
  if (!fits || planned.states !== spec.states) throw new Error('an entry is that of another program');
  accept(planned);
  counters.hits++;
  return { ...planned, name: spec.name };
}

function storeEntry(place: CacheFolder, key: string, planned: PlannedProgram, source: Program, stamp: Stamp): void {
  try {
    if (place.write(key, packExecutable(planned, source, stamp))) counters.stored++;
  } catch (error) {
    // a step that has no stored form is no trouble
    if (!(error instanceof NotStorable)) throw error;
  }
}

/** A hash of all that an executable depends on; null for programs without a stored form. */
function keyOf({ program, states, writes }: ProgramSpec, context: string): string | null {
  const { createHash } = nodeModule<typeof import('node:crypto')>('node:crypto') as typeof import('node:crypto');
  const blobs = new BlobWriter();
  try {
    const hash = createHash('sha256').update(JSON.stringify([context, states, writes, programRecord(program, blobs)]));
    for (const blob of blobs.blobs) hash.update(`\n${blob.length}\n`).update(blob);
    return hash.digest('hex');
  } catch (error) {
    if (error instanceof NotStorable) return null;
    throw error;
  }
}
