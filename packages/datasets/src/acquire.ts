/** Gets the files of a data set through the chain of providers, checks them, and keeps them. */
import { failure } from '@millrace/ir';
import { readCached, writeCached } from './cache.ts';
import type { DatasetDefinition, DatasetFile } from './definition.ts';
import { showProgress } from './progress.ts';
import { debian } from './providers/debian.ts';
import { folderProvider } from './providers/folder.ts';
import { https } from './providers/https.ts';
import type { Progress, Provider } from './providers/provider.ts';

export interface AcquireOptions {
  /** A folder with the files; looked at before any download. Default: `MILLRACE_DATA`. */
  readonly dataDir?: string;
  readonly signal?: AbortSignal;
  /** Whether downloads show their progress on standard error. Default true. */
  readonly verbose?: boolean;
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, '0')).join('');
}

/** The content of a file that may arrive gzipped, checked against the catalog. Throws an Error that says what differs. */
async function checked(file: DatasetFile, bytes: Uint8Array): Promise<Uint8Array> {
  let content = bytes;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    const { gunzipSync } = await import('node:zlib');
    content = gunzipSync(bytes, { maxOutputLength: file.bytes + 1 });
  }
  if (content.length !== file.bytes) throw new Error(`${file.name} has ${content.length} bytes, not ${file.bytes}`);
  const hash = await sha256(content);
  if (hash !== file.sha256) throw new Error(`${file.name} has SHA-256 ${hash}, not ${file.sha256}`);
  return content;
}

/** The unpacked, checked contents of all files of a data set by name. Throws UnavailableError that names every provider tried. */
export async function acquire(definition: DatasetDefinition, options: AcquireOptions = {}): Promise<Map<string, Uint8Array>> {
  const { name } = definition.info;
  const dataDir = options.dataDir ?? process.env.MILLRACE_DATA;
  const providers: Provider[] = [...(dataDir ? [folderProvider(dataDir, name)] : []), https, debian];
  const contents = new Map<string, Uint8Array>();
  for (const file of definition.files) contents.set(file.name, await acquireFile(definition, file, providers, options));
  return contents;
}

async function acquireFile(definition: DatasetDefinition, file: DatasetFile, providers: readonly Provider[], options: AcquireOptions): Promise<Uint8Array> {
  const { name, license } = definition.info;
  const tried: string[] = [];
  const cached = await readCached(name, file.name);
  if (cached) {
    try {
      return await checked(file, cached);
    } catch (error) {
      tried.push(`cache: ${(error as Error).message}`);
    }
  }
  for (const provider of providers) {
    if (options.signal?.aborted)
      throw failure('cancelled', { op: `datasets.load('${name}')`, message: 'was cancelled by its signal', cause: options.signal.reason });
    const progress: Progress & { end(): void } = await showProgress(`${name}/${file.name} from ${provider.name}`, options.verbose ?? true);
    try {
      const bytes = await provider.fetch(file, progress, options.signal);
      if (!bytes) continue;
      const content = await checked(file, bytes);
      await writeCached(name, file.name, content, {
        dataset: name,
        file: file.name,
        sha256: file.sha256,
        license,
        provider: provider.name,
        source: sourceOf(file, provider),
      });
      return content;
    } catch (error) {
      tried.push(`${provider.name}: ${(error as Error).message}`);
    } finally {
      progress.end();
    }
  }
  throw failure('unavailable', {
    op: `datasets.load('${name}')`,
    message: `${file.name} could not be had from any provider:\n    ${tried.join('\n    ')}`,
    hint: `put ${file.name} (or ${file.name}.gz) into a folder and give it as dataDir, or as MILLRACE_DATA`,
  });
}

const sourceOf = (file: DatasetFile, provider: Provider): string =>
  provider === https ? file.url! : provider === debian ? `${file.debian!.package} ${file.debian!.path}` : provider.name;
