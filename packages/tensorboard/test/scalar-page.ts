/** PR curves, custom scalars, and what a scalar card does besides drawing. Called by app.test.ts, which builds the page. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@millrace/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { summary, type TensorBoardServer, tensorboard } from '../src/index.ts';
import { openPage, poll } from './page.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-scalar-page-'));

async function writeLogs(): Promise<void> {
  for (const [r, run] of ['a', 'b'].entries()) {
    const writer = summary.createFileWriter(join(root, run));
    writer.asDefault(() => {
      for (let step = 0; step < 20; step++) {
        for (const tag of ['loss/x', 'loss/y', 'rate']) summary.scalar(tag, (r + 1) * step, { step });
        summary.scalar('low', step - 10, { step });
        summary.scalar('high', step + 10, { step });
      }
      for (const step of [0, 10]) {
        summary.prCurve('pr', { labels: [0, 1, 0, 1], predictions: step === 0 ? [0.1, 0.3, 0.6, 0.9] : [0.1, 0.9, 0.2, 0.9], numThresholds: 5, step });
        summary.image('picture', tf.ones([1, 2, 2, 1]), { step });
      }
      if (r === 0)
        summary.customScalars({
          categories: [
            {
              title: 'mine',
              charts: [
                { title: 'both losses', multiline: ['loss/'] },
                { title: 'bounds', margin: [{ value: 'rate', lower: 'low', upper: 'high' }] },
              ],
            },
          ],
        });
    });
    await writer.close();
  }
}

const card = (page: Page, tag: string) => page.locator(`tb-card[data-tag=${JSON.stringify(tag)}]`);
const openData = (page: Page, tag: string): Promise<void> => card(page, tag).first().locator('summary', { hasText: 'Data' }).click();
const rows = (page: Page, tag: string): Promise<string[][]> =>
  card(page, tag)
    .first()
    .locator('table.data tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.querySelectorAll('td')].map((td) => td.textContent!.trim())));

async function downloaded(page: Page, click: () => Promise<void>): Promise<[string, Buffer]> {
  const [file] = await Promise.all([page.waitForEvent('download'), click()]);
  return [file.suggestedFilename(), readFileSync(await file.path())];
}

export function scalarPageTests(): void {
  let board: TensorBoardServer;
  const onPage = (hash: string, body: (page: Page) => Promise<void>): Promise<void> => openPage(board, hash, body);
  beforeAll(async () => {
    await writeLogs();
    board = await tensorboard({ logDir: root, port: 0, reloadInterval: 0 });
    await board.reader.reload();
  });
  afterAll(() => board?.close());

  test('PR curves: the points of each run, the step by keyboard', () =>
    onPage('#pr_curves?runFilter=^a$', async (page) => {
      const line = card(page, 'pr').locator('[aria-label="line"] path');
      await line.waitFor({ state: 'attached' });
      // Recall 1, 1, 0.5, 0.5 and precision 1/2, 2/3, 1/2, 1 at step 0; all right from the second threshold on at step 10.
      const corners = async (): Promise<number> => ((await line.getAttribute('d')) ?? '').split(/[ML]/).length - 1;
      const newest = await line.getAttribute('d');
      await card(page, 'pr').locator('input[type=range]').focus();
      await page.keyboard.press('Home');
      await poll(() => line.getAttribute('d')).not.toBe(newest);
      expect(await card(page, 'pr').locator('.steps b').textContent()).toBe('0');
      expect(await corners()).toBe(4);
      const xs = ((await line.getAttribute('d')) ?? '')
        .split(/[ML]/)
        .slice(1)
        .map((p) => Number(p.split(',')[0]));
      expect(xs[0]).toBe(xs[1]);
      expect(xs[2]).toBe(xs[3]);
      expect(xs[0]).toBeGreaterThan(xs[2]);
    }));
  test('custom scalars: tags that match in one chart; a value between bounds', () =>
    onPage('#custom_scalars?smoothing=0', async (page) => {
      await openData(page, 'both losses');
      await poll(() => rows(page, 'both losses')).toHaveLength(4);
      expect((await rows(page, 'both losses')).map((r) => [r[0], r[6]])).toEqual([
        ['a: loss/x', '19'],
        ['a: loss/y', '19'],
        ['b: loss/x', '38'],
        ['b: loss/y', '38'],
      ]);
      await openData(page, 'bounds');
      await poll(async () => (await rows(page, 'bounds')).map((r) => r[0])).toEqual(['a: rate', 'b: rate']);
      // The band is paler than the line: more than one shade of the run's color.
      const shades = await card(page, 'bounds')
        .locator('canvas')
        .evaluate((c) => {
          const canvas = c as HTMLCanvasElement;
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
          let pale = 0;
          for (let i = 3; i < data.length; i += 4) if (data[i] > 40 && data[i] < 100) pale++;
          return pale;
        });
      expect(shades).toBeGreaterThan(500);
    }));
  test('pinned cards stand first, in the address and after a reload without it', () =>
    onPage('#scalars', async (page) => {
      await card(page, 'rate').getByRole('button', { name: 'Pin' }).click();
      await poll(() => page.locator('.pinned h3').allTextContents()).toEqual(['rate']);
      await page.fill('#tag-filter', 'loss');
      expect(await page.locator('.pinned h3').allTextContents()).toEqual(['rate']);
      await poll(() => new URL(page.url()).hash).toBe('#scalars?tagFilter=loss&pinned=rate');
      await page.goto('about:blank');
      await page.goto(`${board.url}#scalars`);
      await poll(() => page.locator('.pinned h3').allTextContents()).toEqual(['rate']);
      await page.locator('.pinned').getByRole('button', { name: 'Pin' }).click();
      await poll(() => page.locator('.pinned').count()).toBe(0);
    }));
  test('downloads: PNG and SVG of the chart, CSV and JSON of each run', () =>
    onPage('#scalars?smoothing=0&tagFilter=rate', async (page) => {
      await openData(page, 'rate');
      const [pngName, png] = await downloaded(page, () => card(page, 'rate').getByRole('button', { name: 'PNG' }).click());
      expect([pngName, png.subarray(1, 4).toString()]).toEqual(['rate.png', 'PNG']);
      expect(png.length).toBeGreaterThan(2000);
      const [svgName, svg] = await downloaded(page, () => card(page, 'rate').getByRole('button', { name: 'SVG' }).click());
      expect(svgName).toBe('rate.svg');
      const lines = [...svg.toString().matchAll(/<path d="([^"]+)" stroke="[^"]+" stroke-width="1.75"><title>(.)<\/title>/g)];
      expect(lines.map((l) => [l[2], l[1].split(/[ML]/).length - 1])).toEqual([
        ['a', 20],
        ['b', 20],
      ]);
      const [csvName, csv] = await downloaded(page, () => card(page, 'rate').locator('li', { hasText: 'b:' }).getByText('CSV').click());
      expect([csvName, csv.toString().split('\r\n')[20].split(',').slice(1)]).toEqual(['b-rate.csv', ['19', '38']]);
      const [, json] = await downloaded(page, () => card(page, 'rate').locator('li', { hasText: 'b:' }).getByText('JSON').click());
      expect((JSON.parse(json.toString()) as number[][])[19].slice(1)).toEqual([19, 38]);
    }));
  test('a linked step: tables, marks and images follow it', () =>
    onPage('#scalars?smoothing=0&tagFilter=rate&step=3', async (page) => {
      await openData(page, 'rate');
      // Run, smoothed, value, min, max, start, end, change, percent, step.
      await poll(async () => (await rows(page, 'rate')).map((r) => r.slice(0, 10))).toEqual([
        ['a', '3', '3', '0', '19', '0', '19', '19', '', '3'],
        ['b', '6', '6', '0', '38', '0', '38', '38', '', '3'],
      ]);
      const picture = (): Promise<string> =>
        card(page, 'rate')
          .locator('canvas')
          .evaluate((c) => (c as HTMLCanvasElement).toDataURL());
      const before = await picture();
      await page.fill('#linked-step', '12');
      await page.keyboard.press('Enter');
      await poll(async () => (await rows(page, 'rate')).map((r) => r[2])).toEqual(['12', '24']);
      expect(await picture()).not.toBe(before);
      await page.fill('#tag-filter', '');
      await page.locator('nav a', { hasText: 'Images' }).click();
      await poll(() => page.locator('tb-step-player b').allTextContents()).toEqual(['10', '10']);
      await page.fill('#linked-step', '2');
      await page.keyboard.press('Enter');
      await poll(() => page.locator('tb-step-player b').allTextContents()).toEqual(['0', '0']);
    }));
  test('outliers: the axis leaves them out until it is asked not to', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'millrace-outliers-'));
    const writer = summary.createFileWriter(dir);
    writer.asDefault(() => {
      for (let step = 0; step < 100; step++) summary.scalar('x', step === 50 ? 1e6 : step, { step });
    });
    await writer.close();
    await using own = await tensorboard({ logDir: dir, port: 0, reloadInterval: 0 });
    await own.reader.reload();
    await openPage(own, '#scalars?smoothing=0', async (page) => {
      await openData(page, 'x');
      const top = async (): Promise<string> => {
        const [, svg] = await downloaded(page, () => card(page, 'x').getByRole('button', { name: 'SVG' }).click());
        return [...svg.toString().matchAll(/text-anchor="end">([^<]+)</g)].at(-1)![1];
      };
      expect(Number((await top()).replaceAll(',', ''))).toBeLessThan(110);
      await page.getByLabel('Ignore outliers in scaling').uncheck();
      await poll(async () => Number((await top()).replaceAll(',', ''))).toBeGreaterThan(1e6);
    });
  });
}
