import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { crc32, FormatError, type Hdf5Group, readHdf5, readIdx, readZip, writeFileAtomically, writeHdf5, writeIdx, writeZip } from './index.ts';

/** Seeded bytes for mutations: mulberry32. */
function randomOf(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Flips, cuts and doubles bytes of a valid file; `read` must give a value or a FormatError, nothing else. */
async function fuzz(valid: Uint8Array, read: (bytes: Uint8Array) => unknown, rounds: number, seed: number = 11): Promise<number> {
  const random = randomOf(seed);
  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    let bytes = valid.slice();
    for (let k = 0; k <= Math.floor(random() * 4); k++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    if (random() < 0.3) bytes = bytes.slice(0, Math.floor(random() * bytes.length));
    try {
      await read(bytes);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      refused++;
    }
  }
  return refused;
}

/** Changes bytes where there are some: an HDF5 file is mostly zeros. Single bytes, extremes over four bytes, single bits; sometimes the end is cut off. */
function damagedStructure(valid: Uint8Array, random: () => number): Uint8Array {
  const bytes = valid.slice();
  const extremes = [0, 1, 0x7f, 0x80, 0xff];
  for (let k = 0; k <= random() * 4; k++) {
    let at = Math.floor(random() * bytes.length);
    for (let tries = 0; tries < 500 && valid[at] === 0; tries++) at = Math.floor(random() * bytes.length);
    const kind = random();
    if (kind < 0.5) bytes[at] = Math.floor(random() * 256);
    else if (kind < 0.8) for (let i = at; i < Math.min(at + 4, bytes.length); i++) bytes[i] = extremes[Math.floor(random() * 5)];
    else bytes[at] ^= 1 << Math.floor(random() * 8);
  }
  return random() < 0.1 ? bytes.slice(0, Math.floor(random() * bytes.length)) : bytes;
}

const folder = mkdtempSync(join(tmpdir(), 'millrace-formats-'));
const text = (s: string): Uint8Array => new TextEncoder().encode(s);

describe('zip', () => {
  const entries = new Map([
    ['config.json', text('{"a":1}')],
    ['deep/weights.bin', Uint8Array.from({ length: 5000 }, (_, i) => i % 7)],
  ]);
  test('CRC-32 of the check string is the published value', () => expect(crc32(text('123456789'))).toBe(0xcbf43926));
  test.each([0, 6] as const)('level %i: what was written is read', async (level) => expect(await readZip(await writeZip(entries, level))).toEqual(entries));
  test("Python's zipfile reads ours, and we read its", async () => {
    const path = join(folder, 'a.zip');
    writeFileSync(path, await writeZip(entries, 6));
    const script = `import zipfile,sys\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(','.join(z.namelist()))\nw=zipfile.ZipFile(sys.argv[2],'w',zipfile.ZIP_DEFLATED)\nw.writestr('x/y.txt','hello '*100)\nw.close()`;
    const printed = execFileSync('python3', ['-c', script, path, join(folder, 'b.zip')], { encoding: 'utf8' });
    expect(printed.trim()).toBe('config.json,deep/weights.bin');
    expect(new TextDecoder().decode((await readZip(readFileSync(join(folder, 'b.zip')))).get('x/y.txt'))).toBe('hello '.repeat(100));
  });
  test('a flipped content byte is found by the checksum', async () => {
    const bytes = await writeZip(entries);
    bytes[45] ^= 1;
    await expect(readZip(bytes)).rejects.toThrow(/config\.json.*checksum/);
  });
  test('a truncated archive and a size above the limit are refused', async () => {
    const bytes = await writeZip(entries);
    await expect(readZip(bytes.slice(0, 300))).rejects.toThrow(/no directory/);
    await expect(readZip(bytes, { maxBytes: 1000 })).rejects.toThrow(/limit is 1000/);
  });
  test('2,000 mutations: a value or a FormatError', async () =>
    expect(await fuzz(await writeZip(entries, 6), (b) => readZip(b, { maxBytes: 1e6 }), 2000)).toBeGreaterThan(500));
});

describe('IDX', () => {
  test('bytes and big-endian int32', () => {
    expect(readIdx(writeIdx([2, 3], Uint8Array.of(1, 2, 3, 4, 5, 6)))).toEqual({ shape: [2, 3], dtype: 'uint8', data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
    expect(readIdx(Uint8Array.of(0, 0, 0x0c, 1, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xfe)).data).toEqual(Int32Array.of(-2));
  });
  test.each([
    [Uint8Array.of(1, 0, 8, 0), /magic number at byte 0/],
    [Uint8Array.of(0, 0, 7, 0), /element type 0x7/],
    [Uint8Array.of(0, 0, 8, 2, 0, 0), /ends within its 2 sizes/],
    [Uint8Array.of(0, 0, 8, 1, 0xff, 0xff, 0xff, 0xff, 1), /need 4294967295 bytes/],
  ])('%s is refused', (bytes, message) => expect(() => readIdx(bytes)).toThrow(message));
  test('2,000 mutations: a value or a FormatError', async () => expect(await fuzz(writeIdx([4, 5], new Uint8Array(20)), readIdx, 2000)).toBeGreaterThan(200));
});

describe('HDF5', () => {
  const tree: Hdf5Group = {
    attributes: { keras_version: '3.0.0' },
    datasets: {},
    groups: {
      layers: {
        attributes: { names: ['dense', 'flatten'] },
        groups: {},
        datasets: { '0': { shape: [2, 3], dtype: '<f4', data: Float32Array.of(1, 2, 3, 4, 5, 6) }, '1': { shape: [], dtype: '<i4', data: Int32Array.of(7) } },
      },
    },
  };
  test('what was written is read', async () => {
    const read = await readHdf5(await writeHdf5(tree));
    expect(read.attributes.keras_version).toBe('3.0.0');
    expect(read.groups.layers.attributes.names).toEqual(['dense', 'flatten']);
    expect(read.groups.layers.datasets['0']).toMatchObject({ shape: [2, 3], dtype: '<f4', data: Float32Array.of(1, 2, 3, 4, 5, 6) });
    expect(read.groups.layers.datasets['1']).toMatchObject({ shape: [], dtype: '<i4', data: Int32Array.of(7) });
  });
  test('truncated files and other bytes are refused', async () => {
    const bytes = await writeHdf5(tree);
    await expect(readHdf5(bytes.slice(0, 500))).rejects.toThrow(/damaged: truncated file/);
    await expect(readHdf5(text('hello'))).rejects.toThrow(/signature/);
    await expect(readHdf5(bytes, { maxBytes: 10 })).rejects.toThrow(/size limit/);
  });
  test('300 mutations: a value or a FormatError', async () => {
    const bytes = await writeHdf5(tree);
    expect(await fuzz(bytes, (b) => readHdf5(b, { maxBytes: 1e6 }), 300)).toBeGreaterThan(20);
  });
  test('300 mutations of the structure: files that bring the library down leave the next ones readable', async () => {
    const { layers } = tree.groups;
    const strings = { shape: [2], dtype: 'S', data: new Uint8Array(0), strings: ['x', 'yy'] };
    const empty = { attributes: {}, groups: {}, datasets: {} };
    const groups = { layers: { ...layers, groups: { g: empty }, datasets: { ...layers.datasets, s: strings } } };
    const bytes = await writeHdf5({ attributes: { ...tree.attributes, names: ['a', 'bc'] }, groups, datasets: {} });
    let breakdowns = 0;
    for (let round = 0; round < 300; round++) {
      const error = await readHdf5(damagedStructure(bytes, randomOf(2_000_006 + round)), { maxBytes: 1e7 }).catch((e: unknown) => e);
      if (!(error instanceof Error)) continue;
      expect(error, error.stack).toBeInstanceOf(FormatError);
      if (!error.message.includes('the library broke down at it')) continue;
      breakdowns++;
      expect((await readHdf5(bytes)).attributes.keras_version).toBe('3.0.0');
    }
    expect((await readHdf5(bytes)).groups.layers.attributes.names).toEqual(['dense', 'flatten']);
    console.log(`HDF5: 300 mutations of the structure, ${breakdowns} brought the library down`);
  }, 120_000);
});

describe('atomic writes', () => {
  test('the old file survives a failed write, and no temporary file stays', async () => {
    const path = join(folder, 'model.bin');
    await writeFileAtomically(path, text('old'));
    // A value that no file can take makes the write itself fail.
    await expect(writeFileAtomically(path, 5 as unknown as Uint8Array)).rejects.toThrow();
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder).filter((f) => f.endsWith('.tmp'))).toEqual([]);
  });
});
