import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { arraysOf, numbersOfCsv, stratifiedSplit } from './catalog/csv-table.ts';
import { load } from './index.ts';
import { tensorDataset } from './tensor-dataset.ts';

const text = (s: string): Uint8Array => new TextEncoder().encode(s);
const saved = { ...process.env };
beforeEach(() => {
  process.env.MILLRACE_CACHE = mkdtempSync(join(tmpdir(), 'millrace-cache-'));
});
afterEach(() => {
  process.env = { ...saved };
});

describe('tables', () => {
  test('numbers of a CSV file, after its header', async () =>
    expect(await numbersOfCsv(text('a,b\n1,2.5\n\n-3,4e1\n'), 1)).toEqual([
      [1, 2.5],
      [-3, 40],
    ]));
  test.each([
    ['1,x\n', /line 1: 'x' is no number/],
    ['1,\n', /line 1: '' is no number/],
  ])('%j is refused', (csv, message) => expect(numbersOfCsv(text(csv), 0)).rejects.toThrow(message));
  test('every second of each class is for testing', () => {
    const rows = [
      [1, 0],
      [2, 0],
      [3, 1],
      [4, 1],
      [5, 0],
    ];
    expect(stratifiedSplit(rows, 2)).toEqual({
      train: [
        [1, 0],
        [3, 1],
        [5, 0],
      ],
      test: [
        [2, 0],
        [4, 1],
      ],
    });
  });
});

describe('batches', () => {
  const arrays = arraysOf(
    [
      [1, 2, 0],
      [3, 4, 1],
      [5, 6, 0],
    ],
    [2],
  );
  test('in order, the last one smaller', () => {
    const batches = [...tensorDataset(arrays, { batchSize: 2 })].map(([x, y]) => [x.array(), y.array()]);
    expect(batches).toEqual([
      [
        [
          [1, 2],
          [3, 4],
        ],
        [0, 1],
      ],
      [[[5, 6]], [0]],
    ]);
  });
  test('each pass starts anew; shuffled passes differ and a seed repeats them', () => {
    const many = arraysOf(
      Array.from({ length: 50 }, (_, i) => [i, i]),
      [1],
    );
    const order = (d: ReturnType<typeof tensorDataset>): unknown[] => [...d].flatMap(([, y]) => y.array() as number[]);
    const [a, b] = [tensorDataset(many, { shuffle: true, seed: 3 }), tensorDataset(many, { shuffle: true, seed: 3 })];
    const [first, second] = [order(a), order(a)];
    expect(first).not.toEqual(second);
    expect([...(first as number[])].sort((x, y) => x - y)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(order(b)).toEqual(first);
  });
});

describe('load', () => {
  test('unknown names get the nearest one', () => expect(load('fashion-mnist')).rejects.toThrow(/did you mean 'fashion_mnist'/));
  test.each([0, -1, 1.5, Number.NaN])('batchSize %s is refused', (batchSize) => expect(load('iris', { batchSize })).rejects.toMatchObject({ code: 'value' }));
  test('an aborted signal cancels', () => expect(load('wine', { signal: AbortSignal.abort(), verbose: false })).rejects.toMatchObject({ code: 'cancelled' }));
  test('an unknown option is refused', () => expect(load('iris', { batch: 3 } as never)).rejects.toMatchObject({ code: 'unknown-option' }));

  test('from the Debian package, then from the cache without any provider', async () => {
    // Needs apt-get, dpkg and Debian's registry, as every machine of this project has.
    const { train, test: held, info } = await load('iris', { verbose: false });
    expect([train.size, held.size, train.features.shape, info.classNames.length]).toEqual([120, 30, [120, 4], 3]);
    expect(train.features.array()).toHaveLength(120);
    // The first flower of Fisher's table.
    expect((train.features.dataSync() as Float32Array).slice(0, 4)).toEqual(Float32Array.of(5.1, 3.5, 1.4, 0.2));
    process.env.PATH = '';
    expect((await load('iris', { verbose: false })).train.size).toBe(120);
    const record = JSON.parse(readFileSync(join(process.env.MILLRACE_CACHE!, 'datasets/iris/iris.csv.json'), 'utf8')) as Record<string, string>;
    expect(record).toMatchObject({ dataset: 'iris', provider: 'Debian package' });
  }, 120_000);

  test('a damaged file is refused; without providers the error names each one tried', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'millrace-data-'));
    writeFileSync(join(folder, 'train-images-idx3-ubyte'), 'damaged');
    process.env.PATH = '';
    const error = await load('fashion_mnist', { dataDir: folder, verbose: false }).catch((e: unknown) => e as { code: string; message: string });
    expect(error).toMatchObject({ code: 'unavailable' });
    expect((error as { message: string }).message).toMatch(
      /folder .*images-idx3-ubyte has 7 bytes, not 47040016[\s\S]*https[\s\S]*Debian package: .*(not installed|apt-get)/,
    );
  }, 60_000);
});
