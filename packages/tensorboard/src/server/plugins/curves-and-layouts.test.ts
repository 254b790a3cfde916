/** Routes of PR curves and custom scalars. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TensorBoardServer, tensorboard } from '../../tensorboard.ts';
import { layoutBytes } from '../../writer/custom-scalars.ts';
import { summary } from '../../writer/index.ts';
import { curveOf } from './pr-curves.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-curves-'));
let board: TensorBoardServer;
const get = async (path: string): Promise<[number, unknown]> => {
  const response = await fetch(`${board.url}data/plugin/${path}`);
  const text = await response.text();
  return [response.status, response.status === 200 ? JSON.parse(text) : text];
};
const layout: summary.CustomLayout = {
  categories: [
    { title: 'losses', charts: [{ title: 'all', multiline: ['loss/.*', 'accuracy$'] }] },
    { title: 'bounds', closed: true, charts: [{ title: 'm', margin: [{ value: 'v', lower: 'l', upper: 'u' }] }] },
  ],
};

beforeAll(async () => {
  for (const run of ['a', 'b']) {
    const writer = summary.createFileWriter(join(root, run));
    writer.asDefault(() => {
      // Scores 0.1, 0.3, 0.6, 0.9 of which the second and the last are positive.
      if (run === 'a') summary.prCurve('pr', { labels: [0, 1, 0, 1], predictions: [0.1, 0.3, 0.6, 0.9], numThresholds: 5, step: 4, description: 'a *curve*' });
      for (const tag of ['loss/x', 'loss/y', 'accuracy', 'my_loss/z']) summary.scalar(tag, 0.5, { step: 1 });
      summary.customScalars(layout);
      if (run === 'b') summary.customScalars({ categories: [{ title: 'losses', charts: [{ title: 'more', multiline: ['x'] }] }] }, { step: 1 });
    });
    await writer.close();
  }
  board = await tensorboard({ logDir: root, port: 0, reloadInterval: 0 });
  await board.reader.reload();
});
afterAll(() => board.close());

describe('PR curves', () => {
  test('tags', async () => {
    expect(await get('pr_curves/tags')).toEqual([200, { a: { pr: { displayName: 'pr', description: '<p>a <em>curve</em></p>\n' } } }]);
  });
  test('the numbers of a curve by hand', async () => {
    const [status, answer] = await get('pr_curves/pr_curves?tag=pr&run=a');
    // Buckets floor(4 p): 0, 1, 2, 3. Nothing is predicted positive at threshold 1: that end is left out.
    expect([status, answer]).toEqual([
      200,
      {
        a: [
          {
            wall_time: expect.any(Number),
            step: 4,
            true_positives: [2, 2, 1, 1],
            false_positives: [2, 1, 1, 0],
            true_negatives: [0, 1, 1, 2],
            false_negatives: [0, 0, 1, 1],
            precision: [0.5, Math.fround(2 / 3), 0.5, 1],
            recall: [1, 1, 0.5, 0.5],
            thresholds: [0, 0.25, 0.5, 0.75],
          },
        ],
      },
    ]);
  });
  test('what is not there is refused; a tensor of another shape is an empty curve', async () => {
    expect((await get('pr_curves/pr_curves?tag=pr&run=b'))[0]).toBe(404);
    expect((await get('pr_curves/pr_curves?tag=pr'))[0]).toBe(400);
    expect(curveOf({ step: 1, wallTime: 2, dtype: 'float32', shape: [3], values: [1, 2, 3] })).toMatchObject({ precision: [], thresholds: [] });
  });
});

describe('custom scalars', () => {
  test('the last layout of a run holds; categories of one title have the charts of all runs', async () => {
    expect(await get('custom_scalars/layout')).toEqual([
      200,
      {
        version: 0,
        category: [
          {
            title: 'losses',
            chart: [
              { title: 'all', multiline: { tag: ['loss/.*', 'accuracy$'] } },
              { title: 'more', multiline: { tag: ['x'] } },
            ],
            closed: false,
          },
          { title: 'bounds', chart: [{ title: 'm', margin: { series: [{ value: 'v', lower: 'l', upper: 'u' }] } }], closed: true },
        ],
      },
    ]);
  });
  test('scalars whose tags match from their beginning', async () => {
    const [, answer] = (await get(`custom_scalars/scalars?run=a&tag=${encodeURIComponent('loss/.*')}`)) as [
      number,
      { regex_valid: boolean; tag_to_events: Record<string, number[][]> },
    ];
    expect(answer.regex_valid).toBe(true);
    expect(Object.entries(answer.tag_to_events).map(([tag, rows]) => [tag, rows.map((r) => r.slice(1))])).toEqual([
      ['loss/x', [[1, 0.5]]],
      ['loss/y', [[1, 0.5]]],
    ]);
    expect(await get('custom_scalars/scalars?run=a&tag=(')).toEqual([200, { regex_valid: false, tag_to_events: {} }]);
    expect((await get('custom_scalars/scalars?run=none&tag=x'))[0]).toBe(404);
    const csv = await fetch(`${board.url}data/plugin/custom_scalars/download_data?run=a&tag=accuracy&format=csv`);
    expect((await csv.text()).split('\r\n')[0]).toBe('Wall time,Step,Value');
  });
  test('bad expressions are refused where they are written', () => {
    expect(() => summary.customScalars({ categories: [{ title: 't', charts: [{ title: 'c', multiline: ['('] }] }] })).toThrow(
      /'\(' is not a regular expression/,
    );
  });
  const hasProtoc = spawnSync('protoc', ['--version']).status === 0;
  test.runIf(hasProtoc)('bytes of a layout are those of protoc', () => {
    const protos = resolve(import.meta.dirname, '../../../../formats/src/protobuf/proto');
    const text = `category { title: "losses" chart { title: "all" multiline { tag: "loss/.*" tag: "accuracy$" } } }
      category { title: "bounds" chart { title: "m" margin { series { value: "v" lower: "l" upper: "u" } } } closed: true }`;
    const expected = execFileSync('protoc', [`-I${protos}`, '--encode=tensorboard.Layout', 'custom_scalars.proto'], { input: text });
    expect(Buffer.from(layoutBytes(layout)).toString('hex')).toBe(expected.toString('hex'));
  });
});
