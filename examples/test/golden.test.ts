/** What users of the examples see: the errors of programs with a mistake, with the line that made it, and the terminal's tables and pictures. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { goldenFiles, maskPaths } from '@millrace/testing/golden';
import { describe, expect, test } from 'vitest';
import { confusionCounts, confusionTable, pictureLines, sideBySide } from '../shared/terminal.ts';

const golden = goldenFiles(import.meta.url);
const programs = fileURLToPath(new URL('./programs/', import.meta.url));

/** The message of the error that ends a program: from its class to the line with its code. */
function messageOf(program: string): string {
  const { stderr, status } = spawnSync(process.execPath, ['--conditions=source', '--import', 'tsx', program], { encoding: 'utf8' });
  expect(status).toBe(1);
  const message = /^\w*Error: [\s\S]*?^ {2}code .*$/m.exec(stderr);
  if (!message) throw new Error(`${program} ended without an error of ours:\n${stderr}`);
  return maskPaths(message[0]);
}

describe('programs with a mistake', () => {
  for (const name of readdirSync(programs)) test(name, () => golden(`error-${basename(name, '.ts')}.txt`, messageOf(`${programs}${name}`)));
});

describe('in the terminal', () => {
  test('the confusion table', () => {
    const labels = [0, 0, 0, 1, 1, 2, 2, 2, 2];
    const predicted = [0, 0, 1, 1, 1, 2, 0, 2, 2];
    golden('confusion-table.txt', confusionTable(confusionCounts(labels, predicted, 3), ['T-shirt/top', 'Bag', 'Ankle boot']));
  });
  test('pictures side by side', () => {
    const ramp = Float32Array.from({ length: 64 }, (_, i) => i / 63);
    const ring = Float32Array.from({ length: 64 }, (_, i) => (Math.abs(Math.hypot((i % 8) - 3.5, Math.floor(i / 8) - 3.5) - 3) < 0.8 ? 1 : 0));
    const blocks = [ramp, ring].map((pixels, i) => ({ lines: pictureLines(pixels, 8, 8, false), caption: ['✓ ramp', '✗ ring (is ball)'][i] }));
    golden('pictures.txt', sideBySide(blocks, 16));
  });
});
