/** What each case must have besides a program that runs: a page that shows what a person sees, and bars for what it measures. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Bars } from '../shared/verdict.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));
const cases = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'main.ts')));

test('there are cases', () => expect(cases.length).toBeGreaterThanOrEqual(4));

describe.each(cases)('examples/%s', (name) => {
  const read = (file: string): string => readFileSync(join(folder, name, file), 'utf8');
  test('its page says how to run it and shows what a person sees, to the closing line', () => {
    const page = read('README.md');
    expect(page).toContain(`npm run example -- ${name}`);
    expect(page).toContain('(expected.json)');
    expect(/^```text\n[\s\S]*^PASS .*[\s\S]*^```$/m.exec(page)?.[0]).toContain(`PASS ${name} `);
    const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map((m) => m[1]);
    expect(links.filter((link) => !existsSync(join(folder, name, link)))).toEqual([]);
  });
  test('its bars say where they come from', () => {
    const bars = Object.values(JSON.parse(read('expected.json')) as Bars);
    expect(bars.length).toBeGreaterThan(0);
    for (const bar of bars) {
      expect(bar.from).toMatch(/^(measured|published|estimate|the case's limit|ten epochs|half of ten)/);
      expect(bar.atLeast ?? bar.atMost).toBeTypeOf('number');
    }
  });
  test('what it measures has bars', () => {
    const bars = Object.keys(JSON.parse(read('expected.json')) as Bars);
    const measured = [...read('main.ts').matchAll(/metric: ([^}]*?), value/g)].flatMap((m) => [...m[1].matchAll(/'(\w+)'/g)].map((n) => n[1]));
    expect([...new Set(measured)].filter((m) => m !== 'cnn').sort()).toEqual(bars.sort());
  });
  test('it saves, loads in a new process, and says how to see its logs', () => expect(read('main.ts')).toMatch(/checkReload\([\s\S]*showLogs\(/));
});
