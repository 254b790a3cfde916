/** Zip archives: bytes ↔ named entries. Compression is fflate's, loaded at first use; the directory is read here, with every length checked. Source: PKWARE APPNOTE 6.3. */
import { FormatError } from '../format-error.ts';
import { crc32 } from './crc32.ts';

export interface ZipOptions {
  /** Most bytes that all entries together may take when unpacked. Default 4 GiB. */
  readonly maxBytes?: number;
  /** Most entries. Default 65,535. */
  readonly maxEntries?: number;
}

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const localEntry = 0x04034b50;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/** What is used of fflate. Its tables take a quarter of the time of importing Millrace, and most programs read no archive. */
type Library = typeof import('fflate');
const library = (): Promise<Library> => import('fflate');

const damaged = (message: string, offset?: number): FormatError => new FormatError('zip', message, offset);

/** Offset of the end-of-directory record, which stands in the last 65,557 bytes. */
function findEnd(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 65535); at--) {
    if (view.getUint32(at, true) === endOfDirectory) return at;
  }
  throw damaged('no directory: the file is not a zip archive or is truncated');
}

function readDirectory(bytes: Uint8Array, view: DataView, options: ZipOptions): Entry[] {
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > (options.maxEntries ?? 65535)) throw damaged(`${count} entries are too many`, end);
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== directoryEntry) throw damaged(`directory entry ${i} is damaged`, at);
    const nameLength = view.getUint16(at + 28, true);
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw damaged(`directory entry ${i} is longer than the directory`, at);
    if (view.getUint16(at + 8, true) & 1) throw damaged(`entry ${i} is encrypted`, at);
    const [packed, size, offset] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true), view.getUint32(at + 42, true)];
    if ([packed, size, offset].includes(0xffffffff)) throw damaged('zip64 archives are not supported', at);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed,
      size,
      offset,
    });
    at = next;
  }
  return entries;
}

function unpack({ inflateSync }: Library, bytes: Uint8Array, view: DataView, entry: Entry): Uint8Array {
  const { name, offset } = entry;
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== localEntry) throw damaged(`entry ${name} does not start where the directory says`, offset);
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + entry.packed > bytes.length) throw damaged(`entry ${name} is truncated`, start);
  const packed = bytes.subarray(start, start + entry.packed);
  const content = entry.method === 0 ? packed.slice() : inflate(inflateSync, packed, entry, start);
  if (content.length !== entry.size || crc32(content) !== entry.crc)
    throw damaged(`entry ${name} does not have the content that the directory states (checksum)`, start);
  return content;
}

function inflate(inflateSync: Library['inflateSync'], packed: Uint8Array, { name, method, size }: Entry, start: number): Uint8Array {
  if (method !== 8) throw damaged(`entry ${name} uses compression method ${method}; only stored and deflated entries are read`, start);
  try {
    return inflateSync(packed, { out: new Uint8Array(size) });
  } catch (error) {
    throw damaged(`entry ${name} cannot be inflated: ${(error as Error).message}`, start);
  }
}

/** Entries of an archive by name, unpacked and checked. Throws FormatError for anything damaged, encrypted or too large. */
export async function readZip(bytes: Uint8Array, options: ZipOptions = {}): Promise<Map<string, Uint8Array>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 22) throw damaged('the file is shorter than an empty archive');
  const entries = readDirectory(bytes, view, options);
  const total = entries.reduce((sum, e) => sum + e.size, 0);
  const limit = options.maxBytes ?? 4 * 2 ** 30;
  if (total > limit) throw damaged(`entries unpack to ${total} bytes; the limit is ${limit}`);
  for (const e of entries) if (e.size > 1032 * e.packed + 1024) throw damaged(`entry ${e.name} states a size that deflate cannot reach`, e.offset);
  const fflate = await library();
  return new Map(entries.filter((e) => !e.name.endsWith('/')).map((e) => [e.name, unpack(fflate, bytes, view, e)]));
}

/** An archive of these entries in their order, stored without compression unless `level` (1 to 9) is given. Equal entries give equal bytes. */
export async function writeZip(entries: ReadonlyMap<string, Uint8Array>, level: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 = 0): Promise<Uint8Array> {
  const { zipSync } = await library();
  return zipSync(Object.fromEntries(entries), { level, mtime: new Date(Date.UTC(1980, 0, 2)) });
}
