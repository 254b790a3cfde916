/** Ways to get a file, tried in order: each gives the content, or says why it cannot. */
import type { DatasetFile } from '../definition.ts';

/** Reports how much of a download has arrived; `total` is 0 where the sender does not say. */
export type Progress = (received: number, total: number) => void;

export interface Provider {
  /** For messages: `https`, `Debian package`. */
  readonly name: string;
  /** The file's content, packed or not. Throws an Error whose message says why it cannot be had. Null: the provider does not apply. */
  readonly fetch: (file: DatasetFile, progress: Progress, signal: AbortSignal | undefined) => Promise<Uint8Array | null>;
}
