/** Whole training steps in headless Chromium: on a page that may share memory with workers, and on one that may not. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launchChromium } from './chromium.ts';

/** The MLP of `npm run bench`, smaller, on data that a formula makes; answers losses of the steps and the threads that took part. */
const program = `
  import * as tf from 'millrace';
  const rows = 256;
  const value = (i) => ((i * 2654435761) >>> 8) % 1000 / 1000;
  globalThis.train = async () => {
    const started = [];
    const Native = globalThis.Worker;
    if (Native) globalThis.Worker = class extends Native { constructor(...a) { super(...a); started.push(a[1]?.name); } };
    tf.keras.utils.setRandomSeed(7);
    const x = tf.tensor(Float32Array.from({ length: rows * 196 }, (_, i) => value(i)), [rows, 196]);
    const y = tf.tensor(Int32Array.from({ length: rows }, (_, i) => Math.floor(value(i * 196) * 10)), [rows]);
    const { layers } = tf.keras;
    const model = tf.keras.sequential([layers.dense({ units: 256, activation: 'relu', inputShape: [196] }), layers.dense({ units: 128, activation: 'relu' }), layers.dense({ units: 10 })]);
    model.compile({ optimizer: 'adam', loss: tf.keras.losses.sparseCategoricalCrossentropy({ fromLogits: true }) });
    const losses = [];
    const note = tf.keras.callbacks.lambdaCallback({ onTrainBatchEnd: (_, logs) => void losses.push(logs.loss) });
    await model.fit(x, y, { epochs: 12, batchSize: 64, shuffle: false, verbose: 0, callbacks: [note] });
    return { losses, started, isolated: globalThis.crossOriginIsolated === true };
  };
`;

interface Outcome {
  readonly losses: readonly number[];
  readonly started: readonly string[];
  readonly isolated: boolean;
}

const path = chromiumPath();
let server: Server;
let script: string;

/** Serves the script, and a page at /isolated that may share memory, and one at /alone that may not. */
beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    // What is loaded later (HDF5, the readers of data sets) is no part of what a page needs to train.
    external: ['h5wasm', 'csv-parse/*'],
    conditions: ['browser', 'import'],
    logLevel: 'error',
  });
  script = outputFiles[0].text;
  server = createServer((request, response) => {
    if (request.url === '/isolated') response.setHeader('Cross-Origin-Opener-Policy', 'same-origin').setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.setHeader('Content-Type', request.url === '/script.js' ? 'text/javascript' : 'text/html');
    response.end(request.url === '/script.js' ? script : '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/script.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}, 60_000);
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function trainAt(page: string): Promise<Outcome> {
  const browser = await launchChromium();
  try {
    const tab = await browser.newPage();
    const errors: string[] = [];
    tab.on('pageerror', (e) => errors.push(e.message));
    tab.on('console', (m) => void (m.type() === 'error' && errors.push(m.text())));
    await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}${page}`);
    await tab.waitForFunction(() => 'train' in globalThis);
    const outcome = await tab.evaluate(() => (globalThis as unknown as { train: () => Promise<Outcome> }).train());
    expect(errors).toEqual([]);
    return outcome;
  } finally {
    await browser.close();
  }
}

describe.skipIf(!path)('an MLP trains in a browser', () => {
  test('with threads and without: the same losses, bit for bit, and they fall', async () => {
    const [shared, alone] = [await trainAt('/isolated'), await trainAt('/alone')];
    expect(shared.isolated).toBe(true);
    expect(shared.started).toEqual(['millrace 1']);
    expect(alone.isolated).toBe(false);
    expect(alone.started).toEqual([]);
    expect(shared.losses).toHaveLength(48);
    expect(shared.losses).toEqual(alone.losses);
    expect(shared.losses[0]).toBeGreaterThan(2);
    expect(shared.losses[47]).toBeLessThan(0.9 * shared.losses[0]);
  }, 120_000);

  test('the script of a page with core and Keras: at most 1.3 MB minified, 400 kB compressed', () => {
    const compressed = gzipSync(script).length;
    console.log(`bundle of core and Keras: ${script.length} bytes minified, ${compressed} gzip`);
    expect(script.length).toBeLessThan(1_300_000);
    expect(compressed).toBeLessThan(400_000);
  });
});
