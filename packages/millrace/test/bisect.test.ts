/** `millrace bisect` on a file, and what it prints when a pass breaks a program. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseModule } from '@millrace/ir/text';
import { expect, test } from 'vitest';
import { describeCulprit } from '../src/cli/bisect.ts';

const command = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const file = join(mkdtempSync(join(tmpdir(), 'millrace-bisect-')), 'program.mlir');
const text = `func.func @main(%x: tensor<4xf32>, %w: tensor<4x4xf32>) -> tensor<4xf32> {
  %0 = stablehlo.transpose %w, dims = [1, 0] : (tensor<4x4xf32>) -> tensor<4x4xf32>
  %1 = stablehlo.dot_general %x, %0, contracting_dims = [0] x [0] : (tensor<4xf32>, tensor<4x4xf32>) -> tensor<4xf32>
  %2 = stablehlo.tanh %1 : tensor<4xf32>
  %3 = stablehlo.add %2, %x : tensor<4xf32>
  return %3 : tensor<4xf32>
}`;
writeFileSync(file, text);

const bisect = (...args: string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } =>
  spawnSync(process.execPath, ['--conditions=source', '--import', 'tsx', command, 'bisect', ...args], { encoding: 'utf8' });

test('a program that every pass keeps, on the evaluator and on a device', () => {
  for (const options of [[], ['--device', 'js', '--epilogues']]) {
    const { status, stdout } = bisect(file, ...options);
    expect(stdout).toMatch(/^\d+ passes keep the results of .*program\.mlir\n$/);
    expect(status).toBe(0);
  }
});

test('a file that is not there ends with exit code 1 and its name', () => {
  const { status, stderr } = bisect('/nowhere/program.mlir');
  expect(status).toBe(1);
  expect(stderr).toContain('/nowhere/program.mlir');
});

test('a culprit is described by its pass, the difference and the operations', () => {
  const { program } = parseModule(text).functions[0];
  const pass = { name: 'broken', summary: '', run: () => program };
  const report = describeCulprit({ pass, position: 2, what: { result: 0, element: 3, before: '1', after: '2' }, before: program, after: program });
  expect(report).toMatch(/^pass broken \(3\): result 0, element 3: 1 became 2\n/);
  expect(report.match(/stablehlo\.dot_general/g)).toHaveLength(2);
});
