/** Where a file comes from: a path, bytes, or a Blob. */
import { fileFailure } from '@millrace/ir';

export type FileSource = string | Uint8Array | ArrayBuffer | Blob;

/** The bytes. @throws NotFoundError for a path without a file; PermissionDeniedError for one that may not be read */
export async function bytesOf(source: FileSource, op: string): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (typeof source !== 'string') return new Uint8Array(await source.arrayBuffer());
  const { readFile } = await import('node:fs/promises');
  try {
    return await readFile(source);
  } catch (cause) {
    throw fileFailure(op, source, cause);
  }
}
