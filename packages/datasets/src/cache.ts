/** The folder that keeps data sets: `MILLRACE_CACHE`, else `~/.cache/millrace`. Node only. */
import { writeFileAtomically } from '@millrace/formats';
import { fileFailure } from '@millrace/ir';

/** Path of the cache's folder for data sets. */
export async function cacheFolder(): Promise<string> {
  const [{ homedir }, { join }] = await Promise.all([import('node:os'), import('node:path')]);
  // 'off' is for executables, which are made again; data sets come from elsewhere and have to be kept
  const configured = process.env.MILLRACE_CACHE === 'off' ? undefined : process.env.MILLRACE_CACHE;
  return join(configured ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'millrace'), 'datasets');
}

/** A cached file, or null when there is none. */
export async function readCached(dataset: string, name: string): Promise<Uint8Array | null> {
  const [{ readFile }, { join }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  try {
    return await readFile(join(await cacheFolder(), dataset, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Keeps a file and, beside it, a record of where it came from. @throws ResourceExhaustedError on a full disk; PermissionDeniedError */
export async function writeCached(dataset: string, name: string, bytes: Uint8Array, record: Readonly<Record<string, string | number>>): Promise<void> {
  const { join } = await import('node:path');
  const path = join(await cacheFolder(), dataset, name);
  try {
    await writeFileAtomically(path, bytes);
    await writeFileAtomically(`${path}.json`, `${JSON.stringify(record, null, 2)}\n`);
  } catch (cause) {
    throw fileFailure('datasets.load', path, cause, { hint: 'MILLRACE_CACHE names the folder that keeps data sets' });
  }
}
