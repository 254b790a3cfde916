/** Pages in headless Chromium: opened on a server, watched for errors and for requests to anywhere else. */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import type { TensorBoardServer } from '../src/index.ts';

/** Debian's Chromium; null where it is not installed. */
function findChromium(): string | null {
  try {
    return execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}
export const chromiumPath: string | null = findChromium();
if (!chromiumPath && process.env.CI) throw new Error('Chromium is missing: apt-get install chromium');

/** Builds the page as `npm run build` does it: the tests' own environment would make a development build. */
export function buildApp(): void {
  const vite = resolve(import.meta.dirname, '../../../node_modules/.bin/vite');
  execFileSync(vite, ['build', '--config', resolve(import.meta.dirname, '../vite.config.ts')], { env: { ...process.env, NODE_ENV: 'production' } });
}

let browser: Browser | null = null;
export async function startBrowser(): Promise<void> {
  const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  browser = await chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet] });
}
export const stopBrowser = async (): Promise<void> => browser?.close();
export const newPage = (): Promise<Page> => browser!.newPage();

/** Waits until a value is as expected; a busy machine may need its time. */
export const poll = <T>(read: () => T | Promise<T>): ReturnType<typeof expect.poll<T>> => expect.poll(read, { timeout: 20_000 });

/** Opens the page at an address part, runs `body`, and fails for any error of the page, dialog, or request to anywhere else. */
export async function openPage(board: TensorBoardServer, hash: string, body: (page: Page) => Promise<void>, theme: 'light' | 'dark' = 'light'): Promise<void> {
  const context = await browser!.newContext({ colorScheme: theme, viewport: { width: 1200, height: 900 }, timezoneId: 'UTC' });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (e) => problems.push(`error: ${e.message}`));
  page.on('console', (m) => void (['error', 'warning'].includes(m.type()) && problems.push(`${m.type()}: ${m.text()}`)));
  page.on('dialog', (d) => problems.push(`dialog: ${d.message()}`));
  page.on('request', (r) => void (r.url().startsWith(board.url) || /^(data|blob):/.test(r.url()) || problems.push(`request to ${r.url()}`)));
  await page.goto(`${board.url}${hash}`);
  await body(page);
  expect(problems).toEqual([]);
  await context.close();
}
