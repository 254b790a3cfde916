/** `import 'millrace'` stays quick: most of its time is parsing, so the bytes that load are limited, and nothing but our own code loads. */
import { readFileSync, statSync } from 'node:fs';
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

/** What the loaded module runs from V8's code cache. */
const script = `${root}packages/millrace/dist/millrace.js`;

test('at most 2 MB of JavaScript loads', async () => {
  // 1.37 MB on 2026-11-24, 24 KB of them in modules; the rest is compiled already. Raise this only with a measurement of the time.
  const { bytes } = await filesLoadedBy('millrace');
  expect(bytes).toBeLessThan(60_000);
  expect(statSync(script).size).toBeLessThan(2_000_000);
  expect(statSync(script).size).toBeGreaterThan(100_000);
});

test('bundles are ASCII: one other character doubles what V8 keeps and scans', async () => {
  const { files } = await filesLoadedBy('millrace');
  const beyond = [...files.map((f) => root + f), script].filter((f) => /[^\0-\x7f]/.test(readFileSync(f, 'utf8')));
  expect(beyond).toEqual([]);
});
