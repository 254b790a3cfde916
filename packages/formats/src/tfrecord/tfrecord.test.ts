import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { FormatError } from '../format-error.ts';
import { crc32c, encodeRecord, endOfRecords, GrowingRecordFile, maskedCrc32c, type RecordItem, readRecords, recordFileBytes, TFRecordWriter } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-tfrecord-'));
/** Material of other projects, read in place; a machine may be without it, CI is not. */
const shared = resolve(import.meta.dirname, '../../../../../shared/conformance');
const mayMiss = !existsSync(shared) && !process.env.CI;
const text = (s: string): Uint8Array => new TextEncoder().encode(s);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const all = async (bytes: Uint8Array, chunk = bytes.length): Promise<{ payloads: string[]; end: RecordItem }> => {
  const chunks = Array.from({ length: Math.ceil(bytes.length / Math.max(1, chunk)) }, (_, i) => bytes.subarray(i * chunk, (i + 1) * chunk));
  const payloads: string[] = [];
  for await (const item of readRecords(chunks)) {
    if (item.kind !== 'record') return { payloads, end: item };
    payloads.push(new TextDecoder().decode(item.data));
  }
  throw new Error('the stream has no last item');
};

// shared/spec/tensorboard.md 1.1, computed there independently.
describe('CRC-32C', () => {
  test.each([
    ['123456789', 0xe3069283, 0xc78ab0e5],
    ['', 0, 0xa282ead8],
  ])('of %j', (input, plain, masked) => {
    expect(crc32c(text(input))).toBe(plain);
    expect(maskedCrc32c(text(input))).toBe(masked);
  });
  test('of 32 zero bytes', () => expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa));
  test('every length and every split agree with one bit at a time', () => {
    const slow = (bytes: Uint8Array): number => {
      let c = 0xffffffff;
      for (const byte of bytes) {
        c ^= byte;
        for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0x82f63b78 : c >>> 1;
      }
      return ~c >>> 0;
    };
    const bytes = Uint8Array.from({ length: 100 }, (_, i) => (i * 89 + 5) & 255);
    for (let n = 0; n <= 100; n++) {
      const part = bytes.subarray(0, n);
      expect(crc32c(part)).toBe(slow(part));
      expect(crc32c(part.subarray(n >> 1), crc32c(part.subarray(0, n >> 1)))).toBe(slow(part));
    }
  });
  const cases: { id: string; op: string; inputs: { bytes_hex: string }; expected: string }[] = mayMiss
    ? []
    : JSON.parse(readFileSync(join(shared, 'reference-values/tensorboard.json'), 'utf8')).cases;
  const crcCases = cases.filter((c) => c.op.includes('CRC-32C'));
  test.skipIf(mayMiss)('reference values are there', () => expect(crcCases.length).toBeGreaterThan(0));
  test.each(crcCases)('reference value $id', ({ inputs, expected }) => expect(maskedCrc32c(Buffer.from(inputs.bytes_hex, 'hex'))).toBe(Number(expected)));
});

describe('records', () => {
  test.each([
    ['', '0000000000000000' + '29039807' + 'd8ea82a2'],
    ['hello', '0500000000000000' + 'eab2043e' + '68656c6c6f' + 'bb1f1c19'],
  ])('%j has the published bytes', (payload, bytes) => expect(hex(encodeRecord(text(payload)))).toBe(bytes));

  const file = joined(...['one', '', 'three', 'x'.repeat(300)].map((p) => encodeRecord(text(p))));
  test.each([1, 7, 16, 1000])('read in pieces of %i bytes', async (chunk) =>
    expect(await all(file, chunk)).toEqual({ payloads: ['one', '', 'three', 'x'.repeat(300)], end: { kind: 'eof', offset: file.length } }),
  );
  test('cut at every byte: whole records, then the offset where a writer goes on', async () => {
    const ends = [0, 19, 35, 56, file.length];
    for (let n = 0; n <= file.length; n++) {
      const whole = ends.filter((e) => e <= n).length - 1;
      const { payloads, end } = await all(file.subarray(0, n));
      expect([n, payloads.length, end]).toEqual([n, whole, { kind: n === ends[whole] ? 'eof' : 'truncated', offset: ends[whole] }]);
    }
  });
  test('every flipped bit is found, and the error names the record', async () => {
    const small = joined(encodeRecord(text('ab')), encodeRecord(text('c')));
    for (let bit = 0; bit < small.length * 8; bit++) {
      const bytes = small.slice();
      bytes[bit >> 3] ^= 1 << (bit & 7);
      const error = await all(bytes).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(FormatError);
      expect((error as FormatError).offset).toBe(bit < 18 * 8 ? 0 : 18);
    }
  });
  test('a stated length of 2^40 with a right checksum is refused, not allocated', async () => {
    const header = new Uint8Array(12);
    header[5] = 1;
    new DataView(header.buffer).setUint32(8, maskedCrc32c(header, 0, 8), true);
    await expect(all(header)).rejects.toThrow(/1099511627776 bytes is above the limit of 1073741824 at byte 0/);
  });
  test('5,000 mutations: records, a truncated tail, or a FormatError', async () => {
    let seed = 20261124;
    const next = (n: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * n);
    };
    let refused = 0;
    for (let round = 0; round < 5000; round++) {
      const bytes = file.slice(0, next(3) === 0 ? next(file.length) : file.length);
      for (let k = next(3); k > 0 && bytes.length > 0; k--) bytes[next(bytes.length)] = next(256);
      await all(bytes, 1 + next(64)).catch((error: unknown) => {
        if (!(error instanceof FormatError)) throw error;
        refused++;
      });
    }
    expect(refused).toBeGreaterThan(1000);
  });
});

describe('files', () => {
  test('a few lines of Python read what was written', async () => {
    const path = join(folder, 'a.tfrecord');
    const writer = new TFRecordWriter(path);
    for (const p of ['alpha', '', 'gamma']) writer.write(text(p));
    await writer.close();
    await writer.close();
    expect(() => writer.write(text('late'))).toThrow(/closed/);
    const script = `import struct,sys\nd=open(sys.argv[1],'rb').read()\ni=0\nwhile i<len(d):\n n,=struct.unpack('<Q',d[i:i+8])\n print(repr(d[i+12:i+12+n].decode()))\n i+=16+n`;
    expect(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' })).toBe("'alpha'\n''\n'gamma'\n");
  });
  test.each(['GZIP', 'ZLIB'] as const)('%s', async (compressionType) => {
    const path = join(folder, `b.${compressionType}`);
    const writer = new TFRecordWriter(path, { compressionType, compressionLevel: 9 });
    writer.write(text('z'.repeat(1000)));
    await writer.flush();
    await writer.close();
    const sizes: number[] = [];
    for await (const item of readRecords(recordFileBytes(path, compressionType))) if (item.kind === 'record') sizes.push(item.data.length);
    expect(sizes).toEqual([1000]);
    writeFileSync(path, readFileSync(path).fill(7, 12, 20));
    await expect(async () => {
      for await (const item of readRecords(recordFileBytes(path, compressionType))) expect(item.kind).not.toBe('record');
    }).rejects.toThrow(FormatError);
  });
  test('append drops a tail that is not whole and goes on there', async () => {
    const path = join(folder, 'c.tfrecord');
    writeFileSync(path, joined(encodeRecord(text('first')), encodeRecord(text('second'))));
    truncateSync(path, 21 + 15);
    expect(await endOfRecords(path)).toBe(21);
    const writer = new TFRecordWriter(path, { append: true });
    writer.write(text('again'));
    await writer.close();
    expect((await all(readFileSync(path))).payloads).toEqual(['first', 'again']);
  });
  test('a growing file is followed byte by byte, and a replaced one is read anew', async () => {
    const path = join(folder, 'd.tfrecord');
    const bytes = joined(encodeRecord(text('one')), encodeRecord(text('two')), encodeRecord(text('three')));
    writeFileSync(path, '');
    const file = new GrowingRecordFile(path);
    const seen: string[] = [];
    const read = (): Promise<number> => file.read(({ bytes, start, end }) => seen.push(new TextDecoder().decode(bytes.subarray(start, end))));
    for (const byte of bytes) {
      appendFileSync(path, Uint8Array.of(byte));
      await read();
    }
    expect([seen, file.offset]).toEqual([['one', 'two', 'three'], bytes.length]);
    writeFileSync(path, encodeRecord(text('new')));
    await read();
    expect([seen.at(-1), file.replaced]).toEqual(['new', 1]);
  });
  test('options that do not go together', () => {
    expect(() => new TFRecordWriter('x', { compressionType: 'LZ4' as never })).toThrow(/'GZIP' or 'ZLIB'; got 'LZ4'/);
    expect(() => new TFRecordWriter('x', { compressionLevel: 11 })).toThrow(/0 to 9/);
    expect(() => new TFRecordWriter('x', { append: true, compressionType: 'GZIP' })).toThrow(/append does not go with compression/);
  });
});

// shared/conformance/tfx: shards of tf.Example records, gzip.
describe('gzip shards that TFX wrote', () => {
  const root = join(shared, 'tfx');
  const shards = mayMiss ? [] : (readdirSync(root, { recursive: true }) as string[]).filter((f) => f.endsWith('.gz') && !f.endsWith('.tar.gz'));
  test.skipIf(mayMiss)('are there', () => expect(shards.length).toBeGreaterThan(0));
  test.each(shards)('%s: every checksum is right, and written again it has the same bytes', async (name) => {
    const path = join(root, name);
    const records: Uint8Array[] = [];
    for await (const item of readRecords(recordFileBytes(path, 'GZIP'))) {
      if (item.kind === 'record') records.push(encodeRecord(item.data));
      else expect(item.kind).toBe('eof');
    }
    expect(Buffer.concat(records).equals(gunzipSync(readFileSync(path)))).toBe(true);
  });
});
