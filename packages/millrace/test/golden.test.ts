/** The layout of what the `millrace` command prints; facts about the machine are masked. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { goldenFiles, withoutColors } from '@millrace/testing/golden';
import { expect, test } from 'vitest';

const golden = goldenFiles(import.meta.url);
const command = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));

const millrace = (...args: string[]): string =>
  withoutColors(
    execFileSync(process.execPath, ['--conditions=source', '--import', 'tsx', command, ...args], {
      encoding: 'utf8',
      env: { ...process.env, MILLRACE_CACHE: '/nowhere/millrace' },
    }),
  );

/** Machine facts: versions, the processor, memory, folders. */
const maskMachine = (text: string): string =>
  text
    .replace(/^(node +).*$/m, '$1v<version> on <system> <architecture>')
    .replace(/^(processor +).*$/m, '$1<model>, <n> cores, <n> GiB')
    .replace(/^(data sets +)\S+/m, '$1<folder>');

test('doctor', () => {
  const report = millrace('doctor');
  expect(report).toContain(process.version);
  golden('doctor.txt', maskMachine(report));
});
test('help', () => golden('help.txt', millrace('--help')));
