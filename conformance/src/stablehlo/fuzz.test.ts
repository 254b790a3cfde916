import { OpError, verifyModule } from '@millrace/ir';
import { parseModule, printModule, sameModule } from '@millrace/ir/text';
import { mutateText, Random } from '@millrace/testing';
import { expect, it } from 'vitest';
import { materialFolder } from '../material.ts';
import { mlirFiles, type Part, partsOf } from './parts.ts';

const folder = materialFolder('stablehlo');
const alphabet: readonly string[] = [
  ...'(){}[]<>,:=-+?"%@^#!\n0',
  '->',
  '0x',
  '1.5',
  '%0',
  '%c#1',
  '@main',
  'dense<',
  'tensor<',
  'tensor<?x',
  'tensor<0x2xf32>',
  'f32',
  'i1',
  'true',
  'return',
  'stablehlo.',
  '({',
  '})',
];

/** Long strings of bytes hide what is around them from random edits. */
const isShort = (part: Part): boolean => part.text.length < 12_000;

it.skipIf(!folder)('survives damaged conformance files', { timeout: 180_000 }, () => {
  const parts = mlirFiles(folder!)
    .flatMap((path) => partsOf(path, folder!))
    .filter(isShort);
  const random = new Random(20261124);
  let refused = 0;
  const rounds = 3000;
  for (let i = 0; i < rounds; i++) {
    const part = parts[random.integer(0, parts.length)];
    const text = mutateText(part.text.trimStart(), random, alphabet);
    try {
      const module = parseModule(text);
      verifyModule(module);
      expect(sameModule(module, parseModule(printModule(module)))).toBe(true);
    } catch (error) {
      if (!(error instanceof OpError) || (error.code !== 'parse' && error.code !== 'verify')) {
        throw new Error(`${error instanceof Error ? error.stack : error}\nwhile reading\n${text}`, { cause: error });
      }
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(rounds / 4);
  expect(refused).toBeLessThan(rounds);
});
