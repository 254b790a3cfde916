/** Runs every block of docs/errors.md: `raises` blocks raise the code of their section, `runs` blocks do not raise; every code has a section and is provoked somewhere. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as ir from '@millrace/ir';
import * as text from '@millrace/ir/text';
import * as tf from 'millrace';
import { describe, expect, test } from 'vitest';

const page = fs.readFileSync(new URL('./errors.md', import.meta.url), 'utf8');
const root = fileURLToPath(new URL('..', import.meta.url));
const sections = page
  .split(/^## /m)
  .slice(1)
  .map((text) => ({ code: text.slice(0, text.indexOf('\n')), text }));

const AsyncFunction = (async () => {}).constructor as new (...args: string[]) => (...values: unknown[]) => Promise<unknown>;
const run = (source: string): Promise<unknown> => new AsyncFunction('tf', 'ir', 'fs', source)(tf, { ...ir, ...text }, fs);
const blocks = (text: string, kind: string): string[] => [...text.matchAll(new RegExp(`^\`\`\`ts ${kind}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((m) => m[1]);

test('every code has a section, and every section a code', () => expect(sections.map((s) => s.code).sort()).toEqual(Object.keys(ir.errorTable).sort()));

for (const { code, text } of sections) {
  describe(code, () => {
    test('the page names its class', () => {
      const { name } = ir.errorTable[code as ir.ErrorCode].type;
      expect(text).toContain(`\`${name === 'ArgumentTypeError' ? 'TypeError' : name}\``);
    });
    for (const source of blocks(text, 'raises')) {
      test(`raises: ${source.trim().split('\n').at(-1)}`, async () => {
        await expect(run(source)).rejects.toMatchObject({ code });
      });
    }
    for (const source of blocks(text, 'runs')) test(`runs: ${source.trim().split('\n').at(-1)}`, async () => void (await run(source)));
    if (blocks(text, 'raises').length === 0) {
      test('a test elsewhere provokes it', () => {
        const found = execFileSync(
          'git',
          ['grep', '-l', '--untracked', '-E', `code: '${code}'|toThrowCode\\('${code}'|'${code}'`, '--', '*.test.ts', '*.cases.ts'],
          { cwd: root, encoding: 'utf8' },
        );
        expect(
          found
            .trim()
            .split('\n')
            .filter((f) => f !== 'docs/errors.test.ts').length,
        ).toBeGreaterThan(0);
      });
    }
  });
}
