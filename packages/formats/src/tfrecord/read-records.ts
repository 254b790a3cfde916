/** Reading TFRecords from any source of bytes. */
import { FormatError } from '../format-error.ts';
import { RecordDecoder, type RecordOptions } from './framing.ts';

/** What a reader meets: a record, then the end. 'truncated' means that the last record is not whole; `offset` is where it begins. */
export type RecordItem =
  | { readonly kind: 'record'; readonly data: Uint8Array; readonly offset: number }
  | { readonly kind: 'eof' | 'truncated'; readonly offset: number };

/**
 * All records of a stream; the last item is 'eof' or 'truncated'. Payloads are views: copy what you keep.
 * @throws FormatError, with the byte offset, for a wrong checksum and for a record above `maxRecordBytes`
 */
export async function* readRecords(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: RecordOptions = {},
): AsyncGenerator<RecordItem, void, void> {
  const decoder = new RecordDecoder(options);
  for await (const chunk of source) {
    decoder.push(chunk);
    for (let offset = decoder.offset, data = decoder.next(); data !== null; offset = decoder.offset, data = decoder.next())
      yield { kind: 'record', data, offset };
  }
  yield { kind: decoder.pending > 0 ? 'truncated' : 'eof', offset: decoder.offset };
}

export type RecordCompression = '' | 'GZIP' | 'ZLIB';

/** The bytes of a file, decompressed where asked. Node only. Throws FormatError when the compressed stream is damaged. */
export async function* recordFileBytes(path: string, compression: RecordCompression = ''): AsyncGenerator<Uint8Array, void, void> {
  const [{ createReadStream }, zlib] = await Promise.all([import('node:fs'), import('node:zlib')]);
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  if (compression === '') {
    yield* file as AsyncIterable<Uint8Array>;
    return;
  }
  const inflater = compression === 'GZIP' ? zlib.createGunzip() : zlib.createInflate();
  file.on('error', (error) => inflater.destroy(error));
  try {
    yield* file.pipe(inflater) as AsyncIterable<Uint8Array>;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    // A compressed file that was cut ends like a plain one: what came out of it is whole as far as it goes.
    if (code === 'Z_BUF_ERROR') return;
    if (code?.startsWith('Z_')) throw new FormatError('TFRecord', `the ${compression} stream is damaged: ${message}`);
    throw error;
  } finally {
    file.destroy();
  }
}
