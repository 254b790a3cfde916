/** The READMEs of the packages: the same parts in the same order, folders and tests that exist, imports as the table allows, and code that prints what the page says. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { allowed } from '../tools/imports.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Packages that are being built; their READMEs come with the issue named. */
const awaited: Readonly<Record<string, string>> = { tensorboard: 'issue 6' };
const packages = readdirSync(join(root, 'packages')).filter(
  (name) => existsSync(join(root, 'packages', name, 'package.json')) && (!(name in awaited) || existsSync(join(root, 'packages', name, 'README.md'))),
);
afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

/** What a console prints, without colors. */
const shown = (values: readonly unknown[]): string => values.map((v) => (typeof v === 'string' ? v : inspect(v, { depth: 4, breakLength: 100 }))).join(' ');

/** Runs a block as a module of the repository, and answers what it prints. */
async function printed(name: string, source: string): Promise<string> {
  const folder = join(root, '.cache', 'readme');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, source);
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((...values: unknown[]) => void lines.push(shown(values)));
  await import(/* @vite-ignore */ file);
  vi.restoreAllMocks();
  return lines.join('\n').trimEnd();
}

describe.each(packages)('packages/%s/README.md', (name) => {
  const folder = join(root, 'packages', name);
  const path = join(folder, 'README.md');
  test('is there', () => expect(existsSync(path)).toBe(true));
  if (!existsSync(path)) return;
  const page = readFileSync(path, 'utf8');
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string };
  const blocks = [...page.matchAll(/^```ts\n([\s\S]*?)^```\n+```text\n([\s\S]*?)^```/gm)];

  test('has seven parts, in at most 60 lines', () => {
    expect(page.split('\n').length - 1).toBeLessThanOrEqual(60);
    expect([...page.matchAll(/^##? (.*)$/gm)].map((m) => m[1])).toEqual([
      manifest.name,
      'Use it when / Do not use it when',
      expect.stringMatching(/^A first /),
      'How it works',
      'What it guarantees',
      expect.stringMatching(/^Differences from /),
      'Figures',
    ]);
  });
  test('names every folder of its sources, and files that exist', () => {
    const named = [...page.matchAll(/`(src\/\w[\w-]*\/)`/g)].map((m) => m[1]).sort();
    const there = readdirSync(join(folder, 'src'), { withFileTypes: true }).filter((e) => e.isDirectory());
    expect(named).toEqual(there.map((e) => `src/${e.name}/`).sort());
    const files = [...page.matchAll(/`((?:src|test|docs|packages|tools|examples)\/[\w./-]+\.(?:ts|md))`/g)].map((m) => m[1]);
    expect(files.filter((f) => !existsSync(join(folder, f)) && !existsSync(join(root, f)))).toEqual([]);
  });
  test('says what it imports, as tools/imports.ts allows', () => {
    const line = /Imports: (.*?)\.(?: |$)/m.exec(page)?.[1] ?? 'no line';
    const packagesNamed = line === 'nothing of the project' ? [] : [...line.matchAll(/`@millrace\/([\w/]+)`/g)].map((m) => m[1]);
    expect(packagesNamed).toEqual([...(allowed.find((r) => r.from === name)?.to ?? ['no rule'])].sort());
  });
  test('has code with its output', () => expect(blocks.length).toBeGreaterThan(0));
  for (const [i, [, source, output]] of blocks.entries()) {
    test(`block ${i + 1} prints what the page says`, async () => expect(await printed(`${name}-${i + 1}`, source)).toBe(output.trimEnd()), 120_000);
  }
});
