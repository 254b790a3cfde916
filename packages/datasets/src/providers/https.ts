/** Downloads from the address that the catalog names. */
import type { Progress, Provider } from './provider.ts';

/** Connecting may take this long; a download that goes on may take any time. */
const connectMilliseconds = 10_000;

export const https: Provider = {
  name: 'https',
  async fetch(file, progress, signal) {
    if (!file.url) return null;
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(new Error(`no answer within ${connectMilliseconds / 1000} s`)), connectMilliseconds);
    try {
      const response = await fetch(file.url, { signal: signal ? AbortSignal.any([signal, timeout.signal]) : timeout.signal });
      clearTimeout(timer);
      if (!response.ok || !response.body) throw new Error(`${file.url} answered ${response.status} ${response.statusText}`);
      return await collect(response.body, Number(response.headers.get('content-length') ?? 0), file.bytes, progress);
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
      throw new Error(`${file.url}: ${error instanceof Error ? error.message : String(error)}${cause}`);
    } finally {
      clearTimeout(timer);
    }
  },
};

/** Reads a stream to its end. More than the unpacked size plus a little cannot be the right file, packed or not. */
async function collect(body: ReadableStream<Uint8Array>, total: number, unpackedBytes: number, progress: Progress): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    received += chunk.length;
    if (received > unpackedBytes + 65536) throw new Error(`more than ${unpackedBytes} bytes arrived`);
    chunks.push(chunk);
    progress(received, total);
  }
  const bytes = new Uint8Array(received);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
