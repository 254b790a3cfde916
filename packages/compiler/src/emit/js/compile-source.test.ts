import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test('equal sources are one function', async () => {
  const { compileSource } = await import('./compile-source.ts');
  const f = compileSource<(x: number) => number>('(x) => x + 1');
  expect(f?.(2)).toBe(3);
  expect(compileSource('(x) => x + 1')).toBe(f);
});

test('names of the library are bound', async () => {
  const { compileSource } = await import('./compile-source.ts');
  expect(compileSource<(x: number) => number>('(x) => roundEven(x)')?.(2.5)).toBe(2);
});

test('where the page forbids code there is none, and one warning', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  vi.stubGlobal('Function', function refuse() {
    throw new EvalError('Refused to evaluate a string as JavaScript');
  });
  const { compileSource, mayCompile } = await import('./compile-source.ts');
  expect(mayCompile()).toBe(false);
  expect(compileSource('() => 1')).toBeNull();
  expect(warn).toHaveBeenCalledTimes(1);
  warn.mockRestore();
});

test('a mistake in a source is not taken for a refusal', async () => {
  const { compileSource } = await import('./compile-source.ts');
  expect(() => compileSource('(x) => {')).toThrow(SyntaxError);
});
