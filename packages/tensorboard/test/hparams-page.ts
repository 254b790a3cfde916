/** The HParams page: what it shows is what was logged. Called by app.test.ts, which builds the page. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hparams, summary, type TensorBoardServer, tensorboard } from '../src/index.ts';
import { openPage, poll } from './page.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-hparams-page-'));
const hostile = '<img src=x onerror=alert(1)>';
const count = 1000;

/** A thousand sessions: units 1 to 10, a rate that falls, accuracy by both. */
async function writeSessions(): Promise<void> {
  for (let i = 0; i < count; i++) {
    const writer = summary.createFileWriter(join(root, `run${String(i).padStart(4, '0')}`));
    writer.asDefault(() => {
      hparams.hparams({ units: (i % 10) + 1, rate: 1 / (i + 1), optimizer: i % 2 === 0 ? 'adam' : hostile }, { trialId: `trial${i}`, startTimeSecs: i });
      summary.scalar('accuracy', i / count, { step: 3 });
      hparams.sessionEnd('success');
    });
    await writer.close();
  }
}

const firstCells = (page: Page): Promise<string[]> =>
  page
    .locator('tb-session-table tbody tr[data-name]')
    .evaluateAll((rows) => rows.slice(0, 3).map((r) => [...r.querySelectorAll('td')].map((td) => td.textContent).join(' ')));
const status = (page: Page): Promise<string | null> => page.locator('.hparams-tools [role=status]').textContent();

export function hparamsPageTests(): void {
  let board: TensorBoardServer;
  const onPage = (body: (page: Page) => Promise<void>): Promise<void> => openPage(board, '#hparams', body);
  beforeAll(async () => {
    await writeSessions();
    board = await tensorboard({ logDir: root, port: 0, reloadInterval: 0 });
    await board.reader.reload();
  }, 120_000);
  afterAll(() => board?.close());

  test('a thousand sessions: the table holds what was logged, and only the rows on the screen', () =>
    onPage(async (page) => {
      await poll(() => status(page)).toBe('1000 session groups');
      expect(await firstCells(page)).toEqual([`run0000 adam 1 1 0`, `run0001 ${hostile} 0.5 2 0.001`, `run0002 adam 0.33333 3 0.002`]);
      expect(await page.locator('tb-session-table tbody tr').count()).toBeLessThan(80);
      expect(await page.locator('img').count()).toBe(0);
      await page.locator('tb-session-table').evaluate((t) => t.scrollTo(0, t.scrollHeight));
      await poll(() => page.locator('tr[data-name=trial999]').count()).toBe(1);
      const order = await page
        .locator('tb-session-table tbody tr[data-name]')
        .evaluateAll((rows) => rows.map((r) => Number(r.querySelector('td')!.textContent!.slice(3))));
      expect(order).toEqual(Array.from({ length: order.length }, (_, i) => order[0] + i));
    }));
  test('the server sorts and filters; by keyboard: sort, go down, choose', () =>
    onPage(async (page) => {
      await poll(() => status(page)).toBe('1000 session groups');
      await page.getByRole('button', { name: 'accuracy' }).focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await poll(async () => (await firstCells(page))[0]).toBe(`run0999 ${hostile} 0.001 10 0.999`);
      await page.getByLabel('units from').fill('9');
      await page.keyboard.press('Tab');
      await poll(() => status(page)).toBe('200 session groups');
      await page.locator('[data-id="h:optimizer"] .choices input').nth(0).uncheck();
      await poll(() => status(page)).toBe('100 session groups');
      await page.locator('tr[data-name]').first().focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await poll(() => page.locator('.hparams-details h3').textContent()).toMatch(/^trial98\d$/);
      await page.locator('.hparams-details a').click();
      await poll(() => page.inputValue('#run-filter')).toMatch(/^\^run098\d$/);
    }));
  test('parallel coordinates: a line each, a range on an axis filters; scatter matrix', () =>
    onPage(async (page) => {
      await poll(() => status(page)).toBe('1000 session groups');
      await page.getByRole('tab', { name: 'Parallel coordinates' }).click();
      await poll(() => page.locator('tb-parallel .line').count()).toBe(1000);
      expect(await page.locator('tb-parallel .axis .title').allTextContents()).toEqual(['optimizer', 'rate', 'units', 'accuracy']);
      const grip = (await page.locator('tb-parallel .axis[data-id^="m:"] .grip').boundingBox())!;
      await page.mouse.move(grip.x + grip.width / 2, grip.y + 2);
      await page.mouse.down();
      await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2, { steps: 4 });
      await page.mouse.up();
      // The upper half of the accuracies.
      await poll(async () => Math.abs(Number((await status(page))!.split(' ')[0]) - 500) < 20).toBe(true);
      const left = Number((await status(page))!.split(' ')[0]);
      await poll(() => page.locator('tb-parallel .line').count()).toBe(left);
      await page.getByRole('tab', { name: 'Scatter matrix' }).click();
      await poll(() => page.locator('tb-scatter-matrix canvas').getAttribute('aria-label')).toBe(
        `scatter plots of accuracy by optimizer, rate, units: ${left} session groups`,
      );
      const drawn = await page.locator('tb-scatter-matrix canvas').evaluate((c) => {
        const canvas = c as HTMLCanvasElement;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        let colored = 0;
        for (let i = 0; i < data.length; i += 4)
          if (data[i + 3] > 100 && Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]) > 60) colored++;
        return colored;
      });
      expect(drawn).toBeGreaterThan(500);
    }));
}
