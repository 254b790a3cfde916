/** Debian's Chromium for tests. */
import { execFileSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

/** Where it is; null where it is not installed, which is an error under CI. */
export function chromiumPath(): string | null {
  try {
    return execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();
  } catch (error) {
    if (process.env.CI) throw new Error('Chromium is missing: apt-get install chromium', { cause: error });
    return null;
  }
}

/** Starts it without a window and without what it would fetch by itself. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath()!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
