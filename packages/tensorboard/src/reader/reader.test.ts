import { appendFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeRecord } from '@millrace/formats';
import { type EventInit, encodeEvent } from '@millrace/formats/protobuf';
import { describe, expect, test } from 'vitest';
import { summary } from '../writer/index.ts';
import { LogDirReader } from './log-dir-reader.ts';
import { Reservoir, randomOf } from './reservoir.ts';
import type { Tag } from './run-reader.ts';
import { ScalarSeries } from './scalar-series.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-reader-'));
let count = 0;
const newDir = (): string => {
  const dir = join(root, String(count++));
  mkdirSync(dir);
  return dir;
};
const record = (event: EventInit): Uint8Array => encodeRecord(encodeEvent(event));
const version = record({ what: { case: 'fileVersion', value: 'brain.Event:2' } });
const simple = (tag: string, step: number, value: number): Uint8Array =>
  record({ wallTime: 100 + step, step: BigInt(step), what: { case: 'summary', value: { value: [{ tag, value: { case: 'simpleValue', value } }] } } });
const bytesOf = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const tagOf = (reader: LogDirReader, run: string, tag: string): Tag => reader.runs.get(run)!.tags.get(tag)!;
const pointsOf = (reader: LogDirReader, run: string, tag: string): number[][] => {
  const { steps, values } = tagOf(reader, run, tag).scalars!.columns();
  return [...steps].map((s, i) => [s, values[i]]);
};

describe('ScalarSeries', () => {
  test('keeps everything up to its limit, and everything for limit 0', () => {
    for (const limit of [0, 1000]) {
      const series = new ScalarSeries(limit);
      for (let i = 0; i < 1000; i++) series.add(i, i / 2, i * i);
      expect([...series.columns().values]).toEqual(Array.from({ length: 1000 }, (_, i) => i * i));
    }
  });
  test('a spike, a dip and the first NaN in 10^6 points survive; the bound holds at every moment; ends are kept', () => {
    const series = new ScalarSeries(500);
    let most = 0;
    for (let i = 0; i < 1e6; i++) {
      series.add(i, i, i === 123_457 ? 99 : i === 700_001 ? -99 : i === 400_000 ? Number.NaN : Math.sin(i));
      most = Math.max(most, series.length);
    }
    const { steps, values } = series.columns();
    expect(most).toBeLessThanOrEqual(500);
    expect([steps[0], steps.at(-1)]).toEqual([0, 999_999]);
    expect([...values].indexOf(99)).toBe([...steps].indexOf(123_457));
    expect([...values].indexOf(-99)).toBe([...steps].indexOf(700_001));
    expect(steps[[...values].findIndex(Number.isNaN)]).toBe(400_000);
    expect([...steps]).toEqual([...steps].sort((a, b) => a - b));
    // No stretch is bare: of 999,999 steps the widest gap is a small part.
    expect(Math.max(...[...steps].slice(1).map((s, i) => s - steps[i]))).toBeLessThan(40_000);
  });
  test('series of equal length keep the same regular points', () => {
    const [flat, falling] = [new ScalarSeries(64), new ScalarSeries(64)];
    for (let i = 0; i < 5000; i++) {
      flat.add(i, i, 1);
      falling.add(i, i, -i);
    }
    // A constant series has its extremes at the first point of each stretch.
    const kept = new Set(falling.columns().steps);
    for (const step of flat.columns().steps) expect(kept.has(step)).toBe(true);
  });
});

describe('Reservoir', () => {
  test('over 10^4 streams every item but the last is kept equally often (chi-square)', () => {
    const [limit, length, streams] = [10, 50, 10_000];
    const [kept, places] = [limit - 1, length - 1];
    const counts = new Float64Array(places);
    for (let seed = 0; seed < streams; seed++) {
      const reservoir = new Reservoir<number>(limit, seed);
      for (let i = 0; i < length; i++) reservoir.add(i);
      expect(reservoir.items).toHaveLength(limit);
      expect(reservoir.items.at(-1)).toBe(places);
      for (const item of reservoir.items.slice(0, -1)) counts[item]++;
    }
    // Drawing without replacement makes the variance smaller by (n - k) / (n - 1).
    const expected = (streams * kept) / places;
    const chiSquare = (counts.reduce((sum, c) => sum + (c - expected) ** 2 / expected, 0) * (places - 1)) / (places - kept);
    expect(chiSquare).toBeLessThan(84.0); // 0.999 quantile for 48 degrees of freedom
    expect(chiSquare).toBeGreaterThan(21); // 0.0003 quantile: too even would be wrong as well
  });
  test('limits 0 and 1, order of arrival, equal indices', () => {
    const [all, one, a, b] = [new Reservoir<number>(0), new Reservoir<number>(1), new Reservoir<number>(5), new Reservoir<number>(5)];
    for (let i = 0; i < 100; i++) for (const r of [all, one, a, b]) r.add(i);
    expect([all.items.length, one.items]).toEqual([100, [99]]);
    expect(a.items).toEqual(b.items);
    expect(a.items).toEqual([...a.items].sort((x, y) => x - y));
  });
});

describe('LogDirReader', () => {
  test('runs are folders with event files; names are paths; new ones come at the end', async () => {
    const dir = newDir();
    const write = (path: string): void => {
      mkdirSync(join(dir, path), { recursive: true });
      writeFileSync(join(dir, path, 'events.out.tfevents.1.host'), bytesOf(version, simple('x', 1, 2)));
    };
    write('b/train');
    write('.');
    writeFileSync(join(dir, 'notes.txt'), 'not events');
    mkdirSync(join(dir, 'empty'));
    const reader = new LogDirReader(dir);
    await reader.reload();
    expect([...reader.runs.keys()]).toEqual(['b/train', '.']);
    write('a');
    await reader.reload();
    expect([...reader.runs.keys()]).toEqual(['b/train', '.', 'a']);
    const named = new LogDirReader({ left: dir, right: join(dir, 'b') });
    await named.reload();
    expect([...named.runs.keys()].sort()).toEqual(['left', 'left/a', 'left/b/train', 'right/train']);
  });
  test('a file that grows byte by byte is followed; two files of a run are one series', async () => {
    const dir = newDir();
    const bytes = bytesOf(version, simple('x', 1, 0.5), simple('x', 2, 0.25));
    const reader = new LogDirReader(dir);
    for (const byte of bytes) {
      appendFileSync(join(dir, 'events.out.tfevents.1'), Uint8Array.of(byte));
      await reader.reload();
    }
    writeFileSync(join(dir, 'events.out.tfevents.2'), bytesOf(version, simple('x', 3, 0.125)));
    await reader.reload();
    expect(pointsOf(reader, '.', 'x')).toEqual([
      [1, 0.5],
      [2, 0.25],
      [3, 0.125],
    ]);
    expect(reader.problems).toEqual([]);
    expect(reader.runs.get('.')!.firstWallTime).toBe(0);
  });
  test('what our writer wrote is read', async () => {
    const dir = newDir();
    const writer = summary.createFileWriter(join(dir, 'train'));
    writer.asDefault(() => {
      for (let step = 0; step < 20; step++) summary.scalar('loss', step / 4, { step, description: '*falls*' });
      summary.histogram('h', [1, 2, 3], { step: 7, buckets: 2 });
      summary.image('i', [[[[0], [1]]]], { step: 8 });
      summary.text('t', 'hello', { step: 9 });
    });
    await writer.close();
    const reader = new LogDirReader(dir);
    await reader.reload();
    expect(pointsOf(reader, 'train', 'loss')).toEqual(Array.from({ length: 20 }, (_, i) => [i, i / 4]));
    expect(tagOf(reader, 'train', 'loss').metadata).toMatchObject({ plugin: 'scalars', description: '*falls*', dataClass: 'scalar' });
    expect(tagOf(reader, 'train', 'h').samples!.items).toMatchObject([{ step: 7, tensor: { shape: [2, 3], values: [1, 2, 1, 2, 3, 2] } }]);
    expect(tagOf(reader, 'train', 'i').metadata.dataClass).toBe('blobs');
    expect(new TextDecoder().decode((tagOf(reader, 'train', 't').samples!.items[0].tensor.values as Uint8Array[])[0])).toBe('hello');
  });
  test('values of older files: simple values, histograms, images, sounds', async () => {
    const dir = newDir();
    const value = (tag: string, v: object): Uint8Array => record({ step: 4n, what: { case: 'summary', value: { value: [{ tag, value: v as never }] } } });
    writeFileSync(
      join(dir, 'tfevents'),
      bytesOf(
        version,
        value('s', { case: 'simpleValue', value: 1.5 }),
        value('h', { case: 'histo', value: { min: -1, max: 9, num: 6, bucketLimit: [0, 5, 1e308], bucket: [1, 2, 3] } }),
        value('i', { case: 'image', value: { width: 4, height: 3, encodedImageString: Uint8Array.of(1, 2) } }),
        value('a', { case: 'audio', value: { encodedAudioString: Uint8Array.of(7) } }),
        // A plugin that states no class, and a tensor that states no plugin.
        record({
          what: {
            case: 'summary',
            value: {
              value: [
                {
                  tag: 'old',
                  metadata: { pluginData: { pluginName: 'scalars' } },
                  value: { case: 'tensor', value: { dtype: 2, tensorShape: {}, doubleVal: [0.1] } },
                },
              ],
            },
          },
        }),
        record({
          what: { case: 'summary', value: { value: [{ tag: 'nobody', value: { case: 'tensor', value: { dtype: 1, tensorShape: {}, floatVal: [1] } } }] } },
        }),
      ),
    );
    const reader = new LogDirReader(dir);
    await reader.reload();
    expect(pointsOf(reader, '.', 's')).toEqual([[4, 1.5]]);
    expect(pointsOf(reader, '.', 'old')).toEqual([[0, 0.1]]);
    const values = (tag: string): unknown => Array.from(tagOf(reader, '.', tag).samples!.items[0].tensor.values as ArrayLike<unknown>);
    expect(values('h')).toEqual([-1, 0, 1, 0, 5, 2, 5, 9, 3]);
    expect((values('i') as Uint8Array[]).map((b) => [...b])).toEqual([[52], [51], [1, 2]]);
    expect((values('a') as Uint8Array[]).map((b) => [...b])).toEqual([[7], []]);
    expect(reader.runs.get('.')!.tags.has('nobody')).toBe(false);
  });
  test('a restart drops what came after its step, unless asked not to', async () => {
    const dir = newDir();
    const restart = record({ step: 3n, what: { case: 'sessionLog', value: { status: 1 } } });
    writeFileSync(join(dir, 'tfevents'), bytesOf(version, ...[1, 2, 3, 4].map((s) => simple('x', s, s)), restart, simple('x', 3, 30)));
    const steps = async (purgeOrphanedData: boolean): Promise<number[][]> => {
      const reader = new LogDirReader(dir, { purgeOrphanedData });
      await reader.reload();
      return pointsOf(reader, '.', 'x');
    };
    expect(await steps(true)).toEqual([
      [1, 1],
      [2, 2],
      [3, 30],
    ]);
    expect((await steps(false)).map(([s]) => s)).toEqual([1, 2, 3, 4, 3]);
  });
  test('damage ends a file, is reported, and what stood before it is kept', async () => {
    const dir = newDir();
    const bytes = bytesOf(version, simple('x', 1, 1), simple('x', 2, 2));
    bytes[bytes.length - 6] ^= 1;
    writeFileSync(join(dir, 'tfevents'), bytes);
    const reader = new LogDirReader(dir);
    await reader.reload();
    await reader.reload();
    expect(pointsOf(reader, '.', 'x')).toEqual([[1, 1]]);
    expect(reader.problems).toHaveLength(1);
    expect(reader.problems[0]).toMatch(/run '\.': .*tfevents: TFRecord: the record's content does not have its checksum at byte/);
  });
  test('1,000 files with random damage: no throw, and only values that were written', async () => {
    const random = randomOf(4);
    const dir = newDir();
    const path = join(dir, 'tfevents');
    const valid = bytesOf(version, ...Array.from({ length: 10 }, (_, i) => simple('x', i, i)));
    for (let round = 0; round < 1000; round++) {
      const bytes = valid.slice(0, random() < 0.4 ? Math.floor(random() * valid.length) : valid.length);
      if (random() < 0.8 && bytes.length > 0) bytes[Math.floor(random() * bytes.length)] ^= 1 << Math.floor(random() * 8);
      writeFileSync(path, bytes);
      const reader = new LogDirReader(dir);
      await reader.reload();
      for (const [step, value] of reader.runs.get('.')?.tags.get('x') ? pointsOf(reader, '.', 'x') : []) expect(value).toBe(step);
    }
  });
  test('steps beyond 2^53 are told', async () => {
    const dir = newDir();
    writeFileSync(
      join(dir, 'tfevents'),
      bytesOf(version, record({ step: 2n ** 60n + 1n, what: { case: 'summary', value: { value: [{ tag: 'x', value: { case: 'simpleValue', value: 1 } }] } } })),
    );
    const reader = new LogDirReader(dir);
    await reader.reload();
    expect(reader.problems[0]).toMatch(/steps beyond 2\^53 are rounded/);
  });
  test('a directory that is not there has no runs, and is found when it comes', async () => {
    const dir = join(root, 'later');
    const reader = new LogDirReader(dir);
    await reader.reload();
    expect(reader.runs.size).toBe(0);
    mkdirSync(dir);
    writeFileSync(join(dir, 'tfevents'), bytesOf(version, simple('x', 1, 1)));
    await reader.reload();
    expect(reader.runs.size).toBe(1);
  });
  test('bad options', () => {
    expect(() => new LogDirReader('')).toThrow(/log directory is missing/);
    expect(() => new LogDirReader('x', { samples: { scalars: -1 } })).toThrow(/samples of scalars must be an integer/);
  });
});
