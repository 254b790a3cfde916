/** Millrace in a browser: bundled with nothing of Node in it, run in headless Chromium. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, launchChromium } from './chromium.ts';

const path = chromiumPath();
let browser: Browser | undefined;

beforeAll(async () => {
  if (!path) return;
  browser = await launchChromium();
}, 60_000);
afterAll(() => browser?.close());

/** One script for a page. Node's modules are dropped by the `browser` fields of the packages; any that is left fails the build. */
async function bundle(source: string, conditions: readonly string[]): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    conditions: [...conditions],
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}

/** Runs a script that sets `globalThis.result` to a promise, and answers its value. Errors of the page fail the test. */
async function inPage(source: string, conditions: readonly string[]): Promise<unknown> {
  const page = await browser!.newPage();
  const errors: string[] = [];
  page.on('pageerror', (e) => errors.push(e.message));
  page.on('console', (m) => void (m.type() === 'error' && errors.push(m.text())));
  await page.addScriptTag({ content: await bundle(source, conditions) });
  const result: unknown = await page.evaluate(() => (globalThis as unknown as { result: Promise<unknown> }).result);
  await page.close();
  expect(errors).toEqual([]);
  return result;
}

describe.skipIf(!path).each([
  { of: 'the sources', conditions: ['source', 'browser', 'import'] },
  { of: 'the built package', conditions: ['browser', 'import'] },
])('a bundle of $of', ({ conditions }) => {
  test('tensors, gradients and a matrix product', async () => {
    const result = await inPage(
      `
    import * as tf from 'millrace';
    globalThis.result = (async () => {
      const x = tf.constant([1, 2, 3]);
      const gradient = tf.grad((v) => tf.reduceSum(tf.multiply(v, tf.square(v))))(x);
      const product = tf.matmul(tf.ones([64, 128]), tf.ones([128, 32]));
      return [Array.from(await gradient.data()), (await product.data())[5], product.shape];
    })();
  `,
      conditions,
    );
    expect(result).toEqual([[3, 12, 27], 128, [64, 32]]);
  }, 60_000);

  test('Keras learns y = 2x - 1', async () => {
    const result = await inPage(
      `
    import * as tf from 'millrace';
    globalThis.result = (async () => {
      const model = tf.keras.sequential([tf.keras.layers.dense({ units: 1, inputShape: [1] })]);
      model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
      await model.fit(tf.constant([[-1], [0], [1], [2], [3], [4]]), tf.constant([[-3], [-1], [1], [3], [5], [7]]), { epochs: 500, verbose: 0 });
      return (await model.predict(tf.constant([[10]]), { verbose: 0 })).dataSync()[0];
    })();
  `,
      conditions,
    );
    expect(Math.abs((result as number) - 19)).toBeLessThanOrEqual(0.05);
  }, 60_000);
});
