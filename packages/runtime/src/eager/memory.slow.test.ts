/** Eager tensors belong to the collector: a synchronous loop that disposes of nothing stays small (design, section 5). */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('20,000 operations on 4 MB tensors in one synchronous loop stay under 500 MB', () => {
  const script = fileURLToPath(new URL('./memory-loop.fixture.ts', import.meta.url));
  const output = execFileSync(process.execPath, ['--conditions', 'source', '--import', 'tsx', script, '20000'], { encoding: 'utf8' });
  const peak = Number(output.trim());
  expect(peak).toBeGreaterThan(20);
  expect(peak).toBeLessThan(500);
});
