/** The files of the web app. All are read at the start, so no path of a request ever reaches the file system. */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface AppFile {
  readonly type: string;
  readonly body: Uint8Array;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.map': 'application/json',
};

/** Where `npm run build` puts the app: beside the built server, or in `dist` when the server runs from its sources. */
const places: readonly string[] = ['./app/', '../../../millrace/dist/app/'].map((place) => fileURLToPath(new URL(place, import.meta.url)));

async function filesUnder(folder: string): Promise<Map<string, AppFile> | null> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (entries === null || !entries.some((e) => e.name === 'index.html')) return null;
  const files = new Map<string, AppFile>();
  for (const entry of entries) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path).split(sep).join('/'), { type, body: await readFile(path) });
  }
  return files;
}

/** Files of the app by their path; empty where it was not built. */
export async function appFiles(): Promise<ReadonlyMap<string, AppFile>> {
  for (const place of places) {
    const files = await filesUnder(place);
    if (files !== null) return files;
  }
  return new Map();
}
