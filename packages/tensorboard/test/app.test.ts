/** The page in headless Chromium: what is shown is what was logged; no error, no request to anywhere else. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@millrace/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { summary, type TensorBoardServer, tensorboard } from '../src/index.ts';
import { graphPageTests } from './graph-page.ts';
import { hparamsPageTests } from './hparams-page.ts';
import { buildApp, chromiumPath, newPage, openPage, poll, startBrowser, stopBrowser } from './page.ts';
import { scalarPageTests } from './scalar-page.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-app-'));
const hostile = '<img src=x onerror=alert(1)>';
let board: TensorBoardServer;

/** Loss of run r at step s: what the page must show again. */
const lossOf = (run: number, step: number): number => Math.fround((run + 1) / (step + 1));

async function writeLogs(): Promise<void> {
  for (const [r, run] of ['a/train', 'a/validation', 'b/train', hostile].entries()) {
    mkdirSync(join(root, run), { recursive: true });
    const writer = summary.createFileWriter(join(root, run));
    writer.asDefault(() => {
      for (let step = 0; step < 50; step++) {
        summary.scalar('loss', lossOf(r, step), { step, description: 'the *loss*' });
        if (r === 0) summary.scalar('rates/sign', step - 25, { step });
      }
      if (r === 3) summary.scalar(`${hostile}/x`, 1, { step: 0 });
      if (r !== 0) return;
      for (let step = 0; step < 3; step++) {
        summary.histogram('weights', [step, step + 1, step + 3], { step, buckets: 3 });
        summary.image(
          'picture',
          tf.constant(
            [
              [
                [
                  [step * 100, 10, 20],
                  [30, 40, 50],
                ],
              ],
            ],
            { dtype: 'uint8' },
          ),
          { step },
        );
        summary.text('notes', `# Step ${step}\n<script>document.title = 'hacked'</script> ![x](http://example.com/x.png)`, { step });
      }
      summary.audio('tone', tf.zeros([1, 4000, 1]), 8000, { step: 0 });
    });
    await writer.close();
  }
}

beforeAll(async () => {
  if (!chromiumPath) return;
  buildApp();
  await writeLogs();
  board = await tensorboard({ logDir: root, port: 0, reloadInterval: 0 });
  await board.reader.reload();
  await startBrowser();
}, 120_000);
afterAll(async () => {
  await stopBrowser();
  await board?.close();
});

const onPage = (hash: string, body: (page: Page) => Promise<void>, theme?: 'light' | 'dark'): Promise<void> => openPage(board, hash, body, theme);
const card = (page: Page, tag: string, run?: string) =>
  page.locator(`tb-card[data-tag=${JSON.stringify(tag)}]${run ? `[data-run=${JSON.stringify(run)}]` : ''}`);
const rowsOf = async (page: Page, selector: string): Promise<string[][]> =>
  page.locator(`${selector} tbody tr`).evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((td) => td.textContent!.trim())));
/** The chart's pixels, to see whether something changed. */
const picture = (page: Page, tag: string): Promise<string> =>
  card(page, tag)
    .locator('canvas')
    .evaluate((c) => (c as HTMLCanvasElement).toDataURL());

describe.runIf(chromiumPath)('scalars', () => {
  test('the table under a chart and the tooltip hold the numbers that were logged', () =>
    onPage('#scalars?smoothing=0&runFilter=train', async (page) => {
      await card(page, 'loss').locator('summary', { hasText: 'Data' }).click();
      const rows = await rowsOf(page, 'tb-card[data-tag=loss] table.data');
      // Run, smoothed, value, min, max, start, end, change, percent, step.
      expect(rows.map((r) => r.slice(0, 10))).toEqual([
        ['a/train', '0.02', '0.02', '0.02', '1', '1', '0.02', '-0.98', '-98 %', '49'],
        ['b/train', '0.06', '0.06', '0.06', '3', '3', '0.06', '-2.94', '-98 %', '49'],
      ]);
      // By keyboard: the last step, then back to the third.
      await card(page, 'loss').locator('tb-scalar-chart').focus();
      await page.keyboard.press('End');
      await poll(() => rowsOf(page, '.tooltip')).toHaveLength(2);
      expect((await rowsOf(page, '.tooltip')).map((r) => r.slice(0, 3))).toEqual([
        ['a/train', '0.02', '49'],
        ['b/train', '0.06', '49'],
      ]);
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await poll(async () => (await rowsOf(page, '.tooltip')).map((r) => r[1])).toEqual(['0.33333', '1']);
      await page.keyboard.press('Escape');
      await poll(() => page.locator('.tooltip:visible').count()).toBe(0);
    }));
  test('lines are drawn in the colors of the runs; dragging zooms, a double click goes back', () =>
    onPage('#scalars?smoothing=0&tagFilter=^loss$', async (page) => {
      await card(page, 'loss').locator('canvas').waitFor();
      await page.waitForTimeout(300);
      const found = await card(page, 'loss')
        .locator('canvas')
        .evaluate((c) => {
          const canvas = c as HTMLCanvasElement;
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
          const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
          return [...document.querySelectorAll<HTMLElement>('.runs li')].map((li) => {
            probe.fillStyle = li.style.getPropertyValue('--run');
            probe.fillRect(0, 0, 1, 1);
            const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
            let count = 0;
            for (let i = 0; i < data.length; i += 4) if (data[i] === r && data[i + 1] === g && data[i + 2] === b && data[i + 3] === 255) count++;
            return count;
          });
        });
      expect(found).toHaveLength(4);
      for (const count of found) expect(count).toBeGreaterThan(20);
      const before = await picture(page, 'loss');
      const box = (await card(page, 'loss').locator('.u-over').boundingBox())!;
      await page.mouse.move(box.x + 40, box.y + 30);
      await page.mouse.down();
      await page.mouse.move(box.x + 200, box.y + 120, { steps: 5 });
      await page.mouse.up();
      await poll(() => picture(page, 'loss')).not.toBe(before);
      await page.mouse.dblclick(box.x + 100, box.y + 60);
      await poll(() => picture(page, 'loss')).toBe(before);
    }));
  test('filters of runs and tags, single runs, an expression that is none', () =>
    onPage('#scalars', async (page) => {
      const listed = (): Promise<string[]> => page.locator('.runs li span').allTextContents();
      await poll(listed).toHaveLength(4);
      await page.fill('#run-filter', '^a/');
      await poll(listed).toEqual(['a/train', 'a/validation']);
      await page.fill('#run-filter', '^a/(');
      await poll(() => page.locator('#run-filter-error').textContent()).toMatch(/Not a regular expression/);
      expect(await listed()).toEqual(['a/train', 'a/validation']);
      await page.fill('#run-filter', '');
      await poll(listed).toHaveLength(4);
      await page.locator('.runs li', { hasText: 'b/train' }).locator('button').click({ force: true });
      await poll(() => page.locator('.all').textContent()).toMatch(/1 of 4 shown/);
      await card(page, 'loss').locator('summary', { hasText: 'Data' }).click();
      await poll(async () => (await rowsOf(page, 'tb-card[data-tag=loss] table.data')).map((r) => r[0])).toEqual(['b/train']);
      await page.locator('.all input').click();
      await page.fill('#tag-filter', 'sign');
      await poll(() => page.locator('tb-card h3').allTextContents()).toEqual([]);
      await page.locator('.all input').click();
      await poll(() => page.locator('tb-card h3').allTextContents()).toEqual(['rates/sign']);
    }));
  test('a link reopens the view; settings change the drawing', () =>
    onPage('#scalars?tagFilter=sign&smoothing=0.9&logY=true&xAxis=relative', async (page) => {
      await poll(() => page.locator('tb-card h3').allTextContents()).toEqual(['rates/sign']);
      expect(await page.inputValue('#smoothing')).toBe('0.9');
      expect(await page.inputValue('#x-axis')).toBe('relative');
      await expect
        .poll(() => page.locator('tb-card .notice').allTextContents())
        .toEqual(['26 values are not positive and have no place on a logarithmic axis.']);
      await page.getByLabel('Logarithmic values').uncheck();
      await poll(() => page.locator('tb-card .notice').count()).toBe(0);
      await page.selectOption('#x-axis', 'wall');
      await page.waitForTimeout(200);
      const [smooth] = [await picture(page, 'rates/sign')];
      await page.locator('#smoothing').fill('0');
      await poll(() => picture(page, 'rates/sign')).not.toBe(smooth);
      expect(new URL(page.url()).hash).toBe('#scalars?tagFilter=sign&smoothing=0&xAxis=wall');
    }));
  test('hostile names of runs and tags are text', () =>
    onPage('#scalars', async (page) => {
      await poll(() => page.locator('.runs li span').allTextContents()).toContain(hostile);
      await poll(() => page.locator('tb-card h3').allTextContents()).toContain(`${hostile}/x`);
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.locator('.description em').allTextContents()).toEqual(['loss']);
    }));
  test('new points come with Reload', () =>
    onPage('#scalars?tagFilter=late&smoothing=0', async (page) => {
      await poll(() => page.locator('main .notice').allTextContents()).toEqual(['No scalars match the filters.']);
      const writer = summary.createFileWriter(join(root, 'b/train'));
      const add = async (step: number): Promise<void> => {
        writer.asDefault(() => summary.scalar('late', step * 10, { step }));
        await writer.flush();
        await board.reader.reload();
        await page.click('#reload');
      };
      await add(1);
      await card(page, 'late').locator('summary', { hasText: 'Data' }).click();
      const last = async (): Promise<string[]> => (await rowsOf(page, 'tb-card[data-tag=late] table.data')).map((r) => r[6]);
      await poll(last).toEqual(['10']);
      await add(2);
      await poll(last).toEqual(['20']);
      await writer.close();
    }));
});

describe.runIf(chromiumPath)('other dashboards', () => {
  test('histograms: a ridge for each step, or lines; distributions', () =>
    onPage('#histograms', async (page) => {
      const ridges = card(page, 'weights', 'a/train').locator('svg [aria-label="area"] path');
      await poll(() => ridges.count()).toBe(3);
      expect(await card(page, 'weights').locator('svg [aria-label="text"] text').allTextContents()).toEqual(['0', '1', '2']);
      await page.selectOption('#histogram-mode', 'overlay');
      await poll(() => card(page, 'weights').locator('svg [aria-label="line"] path').count()).toBe(3);
      await page.locator('nav a', { hasText: 'Distributions' }).click();
      await poll(() => card(page, 'weights').locator('svg [aria-label="area"] path').count()).toBe(4);
    }));
  test('images: the pixels that were logged; the slider chooses a step by keyboard', () =>
    onPage('#images', async (page) => {
      const image = card(page, 'picture', 'a/train').locator('img');
      const pixels = (): Promise<number[]> =>
        image.evaluate(async (element) => {
          const img = element as HTMLImageElement;
          await img.decode();
          const canvas = new OffscreenCanvas(img.naturalWidth, img.naturalHeight);
          const context = canvas.getContext('2d')!;
          context.drawImage(img, 0, 0);
          return [...context.getImageData(0, 0, img.naturalWidth, img.naturalHeight).data];
        });
      await image.waitFor();
      expect(await pixels()).toEqual([200, 10, 20, 255, 30, 40, 50, 255]);
      await card(page, 'picture').locator('input[type=range]').focus();
      await page.keyboard.press('ArrowLeft');
      await poll(pixels).toEqual([100, 10, 20, 255, 30, 40, 50, 255]);
      expect(await image.getAttribute('alt')).toBe('picture of a/train, step 1');
    }));
  test('text: Markdown without scripts and without pictures from elsewhere', () =>
    onPage('#text', async (page) => {
      await poll(() => page.locator('.markdown h1').allTextContents()).toEqual(['Step 2']);
      expect(await page.locator('main script, main img').count()).toBe(0);
      expect(await page.title()).toBe('TensorBoard');
      expect(await page.locator('.markdown p').textContent()).toContain("<script>document.title = 'hacked'</script>");
    }));
  test('audio plays', () =>
    onPage('#audio', async (page) => {
      const duration = (): Promise<number> => page.locator('audio').evaluate((a) => (a as HTMLAudioElement).duration);
      await poll(duration).toBe(0.5);
    }));
});

describe.runIf(chromiumPath)('appearance', () => {
  test('light and dark, by the system and by the button; text has contrast 4.5 in both', async () => {
    for (const theme of ['light', 'dark'] as const) {
      await onPage(
        '#scalars',
        async (page) => {
          await card(page, 'loss').locator('canvas').waitFor();
          const ratios = await page.evaluate(() => {
            const luminance = (color: string): number => {
              const [r, g, b] = color.match(/[\d.]+/g)!.map((c) => {
                const v = Number(c) / 255;
                return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
              });
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const backOf = (e: Element | null): string => {
              for (let at = e; at; at = at.parentElement) {
                const { backgroundColor } = getComputedStyle(at);
                if (!/, 0\)$|transparent/.test(backgroundColor)) return backgroundColor;
              }
              return 'rgb(255, 255, 255)';
            };
            return ['.runs span', '.all', 'tb-card h3', '.description', '.setting label', 'header.top h1', '.count', '.more summary'].map((s) => {
              const e = document.querySelector(s)!;
              const [a, b] = [luminance(getComputedStyle(e).color), luminance(backOf(e))];
              return [s, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)] as const;
            });
          });
          for (const [selector, ratio] of ratios) expect([selector, ratio >= 4.5]).toEqual([selector, true]);
          const dark = (): Promise<string | null> => page.getAttribute('html', 'data-theme');
          expect(await dark()).toBe(theme);
          await page.click('#theme');
          await poll(dark).toBe(theme === 'dark' ? 'light' : 'dark');
          await page.reload();
          await poll(dark).toBe(theme === 'dark' ? 'light' : 'dark');
        },
        theme,
      );
    }
  });
  test('an empty directory explains how to write data', async () => {
    await using empty = await tensorboard({ logDir: join(root, 'nothing'), port: 0, reloadInterval: 0 });
    await empty.reader.reload();
    const page = await newPage();
    await page.goto(empty.url);
    await poll(() => page.locator('.empty h2').textContent()).toBe('No data yet');
    await page.close();
  });
});

describe.runIf(chromiumPath)('graphs', graphPageTests);
describe.runIf(chromiumPath)('hparams', hparamsPageTests);
describe.runIf(chromiumPath)('curves, layouts and cards', scalarPageTests);
