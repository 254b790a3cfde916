import { mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@millrace/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseLogDirSpec, parseSamples, startFrom } from '../command.ts';
import { type TensorBoardServer, tensorboard } from '../tensorboard.ts';
import { summary } from '../writer/index.ts';
import { compress } from './plugins/histograms.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-server-'));
let board: TensorBoardServer;

async function writeLogs(): Promise<void> {
  for (const run of ['train', 'eval']) {
    const writer = summary.createFileWriter(join(root, run));
    writer.asDefault(() => {
      for (let step = 0; step < 5; step++)
        summary.scalar('loss', run === 'train' ? step / 2 : step, {
          step,
          description: 'the **loss** <script>alert(1)</script> [x](javascript:alert(1)) ![i](http://evil.example/i.png)',
        });
      if (run === 'eval') return;
      summary.scalar('odd', Number.NaN, { step: 1 });
      summary.scalar('odd', Number.POSITIVE_INFINITY, { step: 2 });
      summary.histogram('weights', [0, 1, 2, 3], { step: 3, buckets: 2 });
      summary.image('picture', tf.zeros([2, 3, 4, 3]), { step: 4 });
      summary.audio('sound', tf.zeros([1, 10, 1]), 8000, { step: 5 });
      summary.text('notes', '# Title\n<img src=x onerror=alert(1)>', { step: 6 });
      summary.text('table', [['a', '*b*']], { step: 7 });
      summary.text('deep', [[['p', 'q']], [['r', 's']]], { step: 8 });
      summary.write('evil', [new TextEncoder().encode('1'), new TextEncoder().encode('1'), new TextEncoder().encode('<svg onload="alert(1)">')], {
        step: 1,
        metadata: { pluginName: 'images', dataClass: 3 },
      });
    });
    await writer.close();
  }
}

beforeAll(async () => {
  await writeLogs();
  board = await tensorboard({ logDir: root, port: 0, reloadInterval: 0, windowTitle: 'Mine' });
  await board.reader.reload();
});
afterAll(() => board.close());

const get = (path: string): Promise<Response> => fetch(`${board.url}${path}`);
const json = async (path: string): Promise<unknown> => {
  const response = await get(path);
  expect([path, response.status]).toEqual([path, 200]);
  return response.json();
};
const post = (path: string, fields: readonly (readonly [string, string])[]): Promise<Response> => {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  return fetch(`${board.url}${path}`, { method: 'POST', body });
};
const without = (rows: unknown): unknown => (rows as number[][]).map((row) => row.slice(1));

describe('core routes', () => {
  test('environment, runs, logdir, plugins', async () => {
    expect(await json('data/environment')).toEqual({ version: '0.1.0', window_title: 'Mine', data_location: root });
    expect(await json('data/runs')).toEqual(['eval', 'train']);
    expect(await json('data/logdir')).toEqual({ logdir: root });
    const plugins = (await json('data/plugins_listing')) as Record<string, object>;
    expect(plugins.scalars).toEqual({ disable_reload: false, enabled: true, loading_mechanism: { type: 'NONE' }, remove_dom: false, tab_name: 'Scalars' });
    expect(Object.keys(plugins)).toEqual([
      'timeseries',
      'scalars',
      'images',
      'audio',
      'graphs',
      'distributions',
      'histograms',
      'text',
      'pr_curves',
      'custom_scalars',
      'hparams',
    ]);
    expect(await json('data/progress')).toEqual({ loaded: true, problems: [] });
  });
});

describe('dashboards', () => {
  test('scalars', async () => {
    const tags = (await json('data/plugin/scalars/tags')) as Record<string, Record<string, { displayName: string; description: string }>>;
    expect([Object.keys(tags), Object.keys(tags.train)]).toEqual([
      ['eval', 'train'],
      ['loss', 'odd'],
    ]);
    expect(tags.train.loss.displayName).toBe('loss');
    const rows = (await json('data/plugin/scalars/scalars?run=train&tag=loss')) as number[][];
    expect(without(rows)).toEqual([
      [0, 0],
      [1, 0.5],
      [2, 1],
      [3, 1.5],
      [4, 2],
    ]);
    expect(rows.every(([time]) => Math.abs(time - Date.now() / 1000) < 600)).toBe(true);
    expect(without(await json('data/plugin/scalars/scalars?run=train&tag=odd'))).toEqual([
      [1, 'NaN'],
      [2, 'Infinity'],
    ]);
    const csv = await (await get('data/plugin/scalars/scalars?run=train&tag=loss&format=csv')).text();
    expect(csv.split('\r\n').map((line) => line.replace(/^[\d.]+,/, ''))).toEqual(['Wall time,Step,Value', '0,0', '1,0.5', '2,1', '3,1.5', '4,2', '']);
    const both = (await (
      await post('data/plugin/scalars/scalars_multirun', [
        ['tag', 'loss'],
        ['runs', 'train'],
        ['runs', 'eval'],
        ['runs', 'none'],
      ])
    ).json()) as Record<string, number[][]>;
    expect(Object.keys(both)).toEqual(['train', 'eval']);
    expect(both.eval[4].slice(1)).toEqual([4, 4]);
  });
  test('histograms and distributions', async () => {
    expect(without(await json('data/plugin/histograms/histograms?run=train&tag=weights'))).toEqual([
      [
        3,
        [
          [0, 1.5, 2],
          [1.5, 3, 2],
        ],
      ],
    ]);
    const [[, step, points]] = (await json('data/plugin/distributions/distributions?run=train&tag=weights')) as [number, number, number[][]][];
    expect(step).toBe(3);
    // Counts spread evenly over [0, 3]: the value at p is 3 p.
    expect(points.map(([p]) => p)).toEqual([0, 668, 1587, 3085, 5000, 6915, 8413, 9332, 10000]);
    for (const [p, value] of points) expect(Math.abs(value - (3 * p) / 10000)).toBeLessThan(1e-12);
    expect(compress([[1, 2, 0]]).map(([, v]) => v)).toEqual(new Array(9).fill(0));
  });
  test('images', async () => {
    const tags = (await json('data/plugin/images/tags')) as Record<string, Record<string, { samples: number }>>;
    expect([tags.eval, tags.train.picture.samples]).toEqual([{}, 2]);
    const list = (await json('data/plugin/images/images?run=train&tag=picture&sample=1')) as { step: number; query: string }[];
    expect(list.map((i) => i.step)).toEqual([4]);
    const image = await get(`data/plugin/images/individualImage?${list[0].query}`);
    expect(image.headers.get('content-type')).toBe('image/png');
    expect([...new Uint8Array(await image.arrayBuffer()).subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
    const [evil] = (await json('data/plugin/images/images?run=train&tag=evil&sample=0')) as { query: string }[];
    expect((await get(`data/plugin/images/individualImage?${evil.query}`)).status).toBe(400);
  });
  test('audio', async () => {
    const [clip] = (await json('data/plugin/audio/audio?run=train&tag=sound&sample=0')) as { contentType: string; query: string; step: number }[];
    expect([clip.contentType, clip.step]).toEqual(['audio/wav', 5]);
    expect((await (await get(`data/plugin/audio/individualAudio?${clip.query}`)).arrayBuffer()).byteLength).toBe(44 + 20);
  });
  test('text is Markdown without scripts', async () => {
    expect(await json('data/plugin/text/tags')).toEqual({ train: ['notes', 'table', 'deep'] });
    const of = async (tag: string): Promise<string> => ((await json(`data/plugin/text/text?run=train&tag=${tag}`)) as { text: string }[])[0].text;
    expect(await of('notes')).toBe('<h1>Title</h1>\n<p>&lt;img src=x onerror=alert(1)&gt;</p>\n');
    expect(await of('table')).toBe('<table><tbody><tr><td><p>a</p>\n</td><td><p><em>b</em></p>\n</td></tr></tbody></table>');
    expect(await of('deep')).toMatch(/^<p><em>A tensor of shape \[2, 1, 2\]: only its first table of \[1, 2\] is shown\.<\/em><\/p><table>/);
    const { description } = ((await json('data/plugin/scalars/tags')) as { train: { loss: { description: string } } }).train.loss;
    expect(description).toContain('<strong>loss</strong> &lt;script&gt;');
    expect(description).not.toMatch(/<script|<img|href="javascript/);
  });
  test('timeseries: many series in one request', async () => {
    const tags = (await json('data/plugin/timeseries/tags')) as { scalars: { runTagInfo: object }; images: { tagRunSampledInfo: object } };
    expect(tags.scalars.runTagInfo).toEqual({ eval: ['loss'], train: ['loss', 'odd'] });
    expect(tags.images.tagRunSampledInfo).toMatchObject({ picture: { train: { maxSamplesPerStep: 2 } } });
    const requests = [
      { plugin: 'scalars', tag: 'loss' },
      { plugin: 'histograms', tag: 'weights', run: 'train' },
      { plugin: 'images', tag: 'picture', run: 'train', sample: 0 },
      { plugin: 'images', tag: 'picture', run: 'train' },
      { plugin: 'nothing', tag: 'x' },
    ];
    const answers = (await (await post('data/plugin/timeseries/timeSeries', [['requests', JSON.stringify(requests)]])).json()) as {
      runToSeries?: Record<string, { step: number; value?: number; bins?: object[]; imageId?: string }[]>;
      error?: string;
    }[];
    expect(answers[0].runToSeries!.eval.map((p) => [p.step, p.value])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
    ]);
    expect(answers[1].runToSeries!.train[0].bins).toEqual([
      { min: 0, max: 1.5, count: 2 },
      { min: 1.5, max: 3, count: 2 },
    ]);
    const { imageId } = answers[2].runToSeries!.train[0];
    expect((await get(`data/plugin/timeseries/imageData?imageId=${encodeURIComponent(imageId!)}`)).headers.get('content-type')).toBe('image/png');
    expect(answers.slice(3).map((a) => a.error)).toEqual(['Invalid sample', 'Invalid plugin']);
  });
  test.each([
    ['data/plugin/scalars/scalars?run=train', 400],
    ['data/plugin/scalars/scalars?run=none&tag=loss', 404],
    ['data/plugin/scalars/scalars?run=train&tag=weights', 404],
    ['data/plugin/scalars/scalars?run=train&tag=loss&format=xml', 400],
    ['data/plugin/scalars/scalars?run=__proto__&tag=constructor', 404],
    ['data/plugin/images/images?run=train&tag=picture&sample=-1', 400],
    ['data/plugin/images/individualImage?run=train&tag=picture&index=99&sample=0', 404],
    ['data/plugin/nothing/tags', 404],
    ['data/plugin/text/text?run=train&tag=notes&markdown=maybe', 400],
  ])('%s answers %i', async (path, status) => expect((await get(path)).status).toBe(status));
  test('bad forms are refused', async () => {
    expect((await post('data/plugin/scalars/scalars_multirun', [['runs', 'train']])).status).toBe(400);
    expect((await post('data/plugin/timeseries/timeSeries', [['requests', '{']])).status).toBe(400);
    expect(
      (await fetch(`${board.url}data/plugin/timeseries/timeSeries`, { method: 'POST', body: 'x', headers: { 'content-type': 'multipart/form-data' } })).status,
    ).toBe(400);
    expect(
      (
        await fetch(`${board.url}data/plugin/timeseries/timeSeries`, {
          method: 'POST',
          body: 'x'.repeat(5 << 20),
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        })
      ).status,
    ).toBe(413);
  });
});

describe('safety', () => {
  /** A request as a hostile client sends it: path and headers as they are. */
  const raw = (path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string; headers: Record<string, unknown> }> =>
    new Promise((done, fail) => {
      request({ host: '127.0.0.1', port: board.port, path, headers }, (response) => {
        let body = '';
        response.on('data', (d) => (body += d));
        response.on('end', () => done({ status: response.statusCode!, body, headers: response.headers }));
      })
        .on('error', fail)
        .end();
    });
  test.each(['/../../../../etc/passwd', '/..%2f..%2f..%2fetc/passwd', '/data/../../etc/passwd', '/assets/..%5c..%5cetc/passwd', '//etc/passwd', '/%00'])(
    '%s finds nothing',
    async (path) => {
      const { status, body } = await raw(path);
      expect([400, 404]).toContain(status);
      expect(body).not.toContain('root:');
    },
  );
  test('headers on every answer, also on errors', async () => {
    for (const path of ['/', '/data/runs', '/data/plugin/text/text?run=train&tag=notes', '/nothing', '/data/plugin/scalars/scalars']) {
      const { headers } = await raw(path);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toMatch(/^default-src 'self'; script-src 'self';/);
      expect(String(headers['content-security-policy'])).not.toMatch(/https:|unsafe-eval|script-src[^;]*unsafe/);
    }
  });
  test('a page of another site reads nothing: neither by its own name for this address, nor by a request from it', async () => {
    expect((await raw('/data/runs', { host: 'evil.example' })).status).toBe(403);
    expect((await raw('/data/runs', { origin: 'http://evil.example' })).status).toBe(403);
    expect((await raw('/data/runs', { host: `localhost:${board.port}` })).status).toBe(200);
  });
});

describe('starting', () => {
  test('a port that is taken: the default one tries the next, a given one fails', async () => {
    const blocker = createNetServer();
    await new Promise<void>((done) => blocker.listen(0, '127.0.0.1', done));
    const { port } = blocker.address() as { port: number };
    await expect(tensorboard({ logDir: root, port })).rejects.toThrow(/cannot listen on 127\.0\.0\.1:\d+ \(EADDRINUSE\)/);
    blocker.close();
    const [a, b] = [await tensorboard({ logDir: root, reloadInterval: -1 }), await tensorboard({ logDir: root, reloadInterval: -1 })];
    expect(b.port).toBeGreaterThan(a.port);
    expect(a.reader.runs.size).toBe(0);
    await a.close();
    await b.close();
  });
  test('a path prefix stands before every route', async () => {
    await using other = await tensorboard({ logDir: root, port: 0, pathPrefix: '/x/y', reloadInterval: -1 });
    expect(other.url).toMatch(/\/x\/y\/$/);
    expect((await fetch(`${other.url}data/runs`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${other.port}/data/runs`)).status).toBe(404);
    expect(other.embed({ height: 300 })).toBe(`<iframe src="${other.url}" width="100%" height="300" style="border:0" title="TensorBoard"></iframe>`);
  });
  test('new points are visible after an interval', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'millrace-live-'));
    await using live = await tensorboard({ logDir: dir, port: 0, reloadInterval: 0.05 });
    const writer = summary.createFileWriter(join(dir, 'r'));
    writer.asDefault(() => summary.scalar('x', 1, { step: 1 }));
    await writer.flush();
    const points = async (): Promise<number> => {
      const response = await fetch(`${live.url}data/plugin/scalars/scalars?run=r&tag=x`);
      return response.ok ? ((await response.json()) as unknown[]).length : 0;
    };
    await expect.poll(points, { timeout: 10_000 }).toBe(1);
    writer.asDefault(() => summary.scalar('x', 2, { step: 2 }));
    await writer.close();
    await expect.poll(points, { timeout: 10_000 }).toBe(2);
  });
  test('a plugin of someone else', async () => {
    const hello = { name: 'hello', tabName: 'Hello', isActive: async () => true, routes: { greet: { answer: async () => ({ json: { hi: 1n } }) } } };
    await using other = await tensorboard({ logDir: root, port: 0, reloadInterval: -1, plugins: [hello] });
    expect(await (await fetch(`${other.url}data/plugin/hello/greet`)).json()).toEqual({ hi: '1' });
    await expect(tensorboard({ logDir: root, plugins: [{ ...hello, name: 'a/b' }] })).rejects.toThrow(/plugin name 'a\/b'/);
    await expect(tensorboard({ logDir: root, plugins: [{ ...hello, name: 'scalars' }] })).rejects.toThrow(/'scalars' is taken/);
  });
  test('the command reads its arguments', async () => {
    expect(parseLogDirSpec('a:/x,b:/y:z,/w')).toEqual({ a: '/x', b: '/y:z', '/w': '/w' });
    expect(parseSamples('scalars=500,images=0')).toEqual({ scalars: 500, images: 0 });
    expect(() => parseSamples('scalars')).toThrow(/is not like scalars=500/);
    await expect(startFrom({})).rejects.toThrow(/give --logdir/);
    await expect(startFrom({ logdir: root, port: 'x' })).rejects.toThrow(/--port must be a number; got 'x'/);
    await expect(startFrom({ logdir: root, 'path-prefix': 'x' })).rejects.toThrow(/pathPrefix must be like/);
    await using started = await startFrom({ 'logdir-spec': `one:${root}`, port: '0', 'samples-per-plugin': 'scalars=32', 'reload-interval': '-1' });
    await started.reader.reload();
    expect([...started.reader.runs.keys()]).toEqual(['one/eval', 'one/train']);
  });
  test('a damaged file is told of, and the rest is shown', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'millrace-damaged-'));
    writeFileSync(join(dir, 'tfevents'), 'this is no event file, whatever it is called');
    await using other = await tensorboard({ logDir: dir, port: 0, reloadInterval: 0 });
    await other.reader.reload();
    const { problems } = (await (await fetch(`${other.url}data/progress`)).json()) as { problems: string[] };
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/the record's length does not have its checksum at byte 0/);
  });
});
