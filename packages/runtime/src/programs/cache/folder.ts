/** A folder of files by key. Any number of processes may use it: files appear whole, under their names, and are never changed. */
import { nodeModule } from '../../node-module.ts';

type FileSystem = typeof import('node:fs');

/** Of one file, and of all of them. */
export interface FolderLimits {
  readonly fileBytes: number;
  readonly totalBytes: number;
}

const extension = '.mrx';
const temporary = '.tmp';
/** A process that writes a file takes less; what is older was left behind. */
const longestWrite = 3_600_000;
/** Files between two looks at the size of the folder. */
const checkedEvery = 32;

export class CacheFolder {
  readonly path: string;
  readonly #limits: FolderLimits;
  readonly #fs: FileSystem;
  #writes: number = 0;

  constructor(path: string, limits: FolderLimits) {
    this.path = path;
    this.#limits = limits;
    this.#fs = nodeModule<FileSystem>('node:fs') as FileSystem;
  }

  #file(key: string): string {
    return `${this.path}/${key}${extension}`;
  }

  /** The contents of a file; null where there is none, or one that is too large. Throws what the system says to other trouble. */
  read(key: string): Uint8Array<ArrayBuffer> | null {
    const file = this.#file(key);
    try {
      if (this.#fs.statSync(file).size > this.#limits.fileBytes) return null;
      const data = this.#fs.readFileSync(file);
      // small files lie in a pool of Node's, at any offset
      const bytes = data.byteOffset % 8 === 0 ? new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.length) : Uint8Array.from(data);
      this.#touch(file);
      return bytes;
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Files that were used last stay longest; in a folder that cannot be written to there is nothing to clean. */
  #touch(file: string): void {
    try {
      const now = new Date();
      this.#fs.utimesSync(file, now, now);
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }

  /** Whether the file is there now: not where it is too large. Throws what the system says to trouble. */
  write(key: string, bytes: Uint8Array): boolean {
    if (bytes.length > this.#limits.fileBytes) return false;
    makeFolder(this.#fs, this.path);
    if (this.#writes++ % checkedEvery === 0) this.#clean(bytes.length);
    const { pid } = process;
    const part = `${this.path}/${key}.${pid}.${Math.random().toString(36).slice(2)}${temporary}`;
    try {
      this.#fs.writeFileSync(part, bytes, { flag: 'wx', mode: 0o600 });
      this.#fs.renameSync(part, this.#file(key));
    } catch (error) {
      this.#fs.rmSync(part, { force: true });
      throw error;
    }
    return true;
  }

  /** Removes what was used longest ago until new files fit, and what writers left behind. */
  #clean(incoming: number): void {
    const files = this.#fs
      .readdirSync(this.path)
      .filter((name) => name.endsWith(extension) || name.endsWith(temporary))
      .flatMap((name) => this.#described(name));
    const now = Date.now();
    for (const { file } of files.filter((f) => f.file.endsWith(temporary) && now - f.used > longestWrite)) this.#fs.rmSync(file, { force: true });
    const entries = files.filter((f) => f.file.endsWith(extension)).sort((a, b) => a.used - b.used);
    let total = incoming + entries.reduce((sum, f) => sum + f.bytes, 0);
    if (total <= this.#limits.totalBytes) return;
    for (const { file, bytes } of entries) {
      if (total <= 0.75 * this.#limits.totalBytes) break;
      this.#fs.rmSync(file, { force: true });
      total -= bytes;
    }
  }

  /** None where another process has removed the file. */
  #described(name: string): { readonly file: string; readonly bytes: number; readonly used: number }[] {
    const file = `${this.path}/${name}`;
    const found = this.#fs.statSync(file, { throwIfNoEntry: false });
    return found ? [{ file, bytes: found.size, used: found.mtimeMs }] : [];
  }
}

/** Makes a folder and those around it. Not by Node's `recursive`, which never ends where the system says ENOENT for a folder that is there: in /proc. */
function makeFolder(fs: FileSystem, path: string, makesParent: boolean = true): void {
  try {
    fs.mkdirSync(path);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EEXIST' && fs.statSync(path).isDirectory()) return;
    if (code !== 'ENOENT' || !makesParent || !/[/\\]/.test(path)) throw error;
    makeFolder(fs, path.replace(/[/\\][^/\\]*$/, '') || '/');
    makeFolder(fs, path, false);
  }
}

/** Whether an error is the system's answer to a call: EACCES, EROFS, ENOSPC, … */
export const isSystemError = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && typeof (error as { code?: unknown }).code === 'string' && 'syscall' in error;
