import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changedPath, compareWithGolden, type GoldenSettings } from './golden.ts';
import { lineDiff } from './line-diff.ts';
import { maskTimes, maskValues, withoutColors } from './mask.ts';

const check: GoldenSettings = { accept: null, ci: false, record: null };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-golden-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const messageOf = (run: () => void): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
};

describe('a golden file', () => {
  test('that agrees passes, whatever its line ends, and drops an old .changed file', () => {
    writeFileSync(at('a.txt'), 'one\r\ntwo\r\n');
    writeFileSync(at('a.changed.txt'), 'old');
    compareWithGolden(at('a.txt'), 'one\ntwo', check);
    expect(existsSync(at('a.changed.txt'))).toBe(false);
  });
  test('that differs shows the lines and the command, and leaves the new text beside it', () => {
    writeFileSync(at('a.txt'), 'one\ntwo\nthree\n');
    const message = messageOf(() => compareWithGolden(at('a.txt'), 'one\n2\nthree', check));
    expect(message).toMatch(/a\.txt differs \(- expected, \+ arrived\)\n@@ line 1 @@\n {2}one\n- two\n\+ 2\n {2}three/);
    expect(message).toMatch(/npm run golden -- --accept \S*a\.txt$/);
    expect(readFileSync(changedPath(at('a.txt')), 'utf8')).toBe('one\n2\nthree\n');
    expect(readFileSync(at('a.txt'), 'utf8')).toBe('one\ntwo\nthree\n');
  });
  test('that is missing fails with the text', () =>
    expect(messageOf(() => compareWithGolden(at('new.wat'), '(module)', check))).toMatch(/is not there yet; the text is\n\(module\)\n/));
  test('is written when its path holds the pattern, and only then', () => {
    writeFileSync(at('a.txt'), 'old\n');
    expect(messageOf(() => compareWithGolden(at('a.txt'), 'new', { ...check, accept: 'b.txt' }))).toContain('differs');
    compareWithGolden(at('a.txt'), 'new', { ...check, accept: 'a.txt' });
    compareWithGolden(at('c.txt'), 'made', { ...check, accept: '' });
    expect([readFileSync(at('a.txt'), 'utf8'), readFileSync(at('c.txt'), 'utf8')]).toEqual(['new\n', 'made\n']);
    expect(existsSync(changedPath(at('a.txt')))).toBe(false);
  });
  test('is never written under CI, and nothing is put beside it', () => {
    writeFileSync(at('a.txt'), 'old\n');
    expect(messageOf(() => compareWithGolden(at('a.txt'), 'new', { ...check, accept: '', ci: true }))).toContain('never accepts');
    expect(messageOf(() => compareWithGolden(at('a.txt'), 'new', { ...check, ci: true }))).toContain('differs');
    expect(readFileSync(at('a.txt'), 'utf8')).toBe('old\n');
    expect(existsSync(changedPath(at('a.txt')))).toBe(false);
  });
});

describe('the difference of two texts', () => {
  const numbers = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, i) => String(from + i));
  test('equal texts have none', () => expect(lineDiff('a\nb', 'a\nb')).toBe(''));
  test('places far apart are shown apart, with the numbers of their lines', () => {
    const after = numbers(1, 40).map((n) => (n === '5' ? 'five' : n));
    after.splice(29, 1);
    expect(lineDiff(numbers(1, 40).join('\n'), after.join('\n')).split('\n')).toEqual([
      ...['@@ line 2 @@', '  2', '  3', '  4', '- 5', '+ five', '  6', '  7', '  8'],
      ...['@@ line 27 @@', '  27', '  28', '  29', '- 30', '  31', '  32', '  33'],
    ]);
  });
  test('lines that moved are kept as far as possible', () => expect(lineDiff('a\nb\nc\nd', 'b\nc\nd\na')).toBe('@@ line 1 @@\n- a\n  b\n  c\n  d\n+ a'));
  test('texts without anything in common that are long are one block', () =>
    expect(lineDiff(numbers(1, 3000).join('\n'), numbers(5001, 8000).join('\n')).split('\n')).toHaveLength(6001));
});

describe('masks', () => {
  test('times of progress lines', () =>
    expect(maskTimes('3/3 ━━━ 1:05 21ms/step - loss: 1\n3/3 - 12s - 4s/step - loss: 1')).toBe('3/3 ━━━ 0s 0ms/step - loss: 1\n3/3 - 0s - 0ms/step - loss: 1'));
  test('values', () => expect(maskValues('loss: 0.1234 - lr: 1.0000e-04, 17 steps')).toBe('loss: #.#### - lr: #.####, 17 steps'));
  test('colors', () => expect(withoutColors('\u001b[32mgreen\u001b[0m')).toBe('green'));
});
