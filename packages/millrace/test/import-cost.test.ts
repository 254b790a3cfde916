/** `import 'millrace'` stays quick: most of its time is parsing, so the bytes that load are limited, and nothing but our own code loads. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { filesLoadedBy } from '../../../tools/import-cost.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

test('what loads is our code alone, in one file and its entry', async () => {
  const { files, external } = await filesLoadedBy('millrace');
  expect(files.filter((f) => !/^packages\/millrace\/dist\/[a-z-]+\.mjs$/.test(f))).toEqual([]);
  expect(external.filter((name) => !name.startsWith('node:'))).toEqual([]);
  expect(files.length).toBeLessThanOrEqual(3);
});

test('at most 1.3 MB of JavaScript loads', async () => {
  // 1.23 MB on 2026-11-24; parsing takes about half of the instructions of importing. Raise this only with a measurement of the time.
  const { bytes } = await filesLoadedBy('millrace');
  expect(bytes).toBeLessThan(1_300_000);
  expect(bytes).toBeGreaterThan(100_000);
});

test('bundles are ASCII: one other character doubles what V8 keeps and scans', async () => {
  const { files } = await filesLoadedBy('millrace');
  const beyond = files.filter((f) => /[^\0-\x7f]/.test(readFileSync(root + f, 'utf8')));
  expect(beyond).toEqual([]);
});
