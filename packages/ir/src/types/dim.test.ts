import { expect, test } from 'vitest';
import { addDims, atLeastDim, evaluateDim, floorDivDims, maxDims, modDims, multiplyDims, subtractDims, symbol } from './dim.ts';

const n = symbol('n');
const windows = addDims(floorDivDims(subtractDims(n, 8), 4), 1);

test.each([
  ['n >= 0', n, 0, true],
  ['2n + 1 >= n', addDims(multiplyDims(n, 2), 1), n, true],
  ['n >= n + 1', n, addDims(n, 1), false],
  ['n >= 3', n, 3, 'unknown'],
  ['n mod 4 >= 0', modDims(n, 4), 0, true],
  ['floorDiv(n, 4) >= 0', floorDivDims(n, 4), 0, true],
  ['floorDiv(n - 8, 4) + 1 >= 0', windows, 0, 'unknown'],
  ['max(floorDiv(n - 8, 4) + 1, 0) >= 0', maxDims(windows, 0), 0, true],
] as const)('%s', (_text, a, b, expected) => expect(atLeastDim(a, b)).toBe(expected));

test('a maximum with a quotient that may be negative stays one', () => {
  const size = maxDims(windows, 0);
  for (const [value, expected] of [
    [0, 0],
    [4, 0],
    [5, 0],
    [8, 1],
    [16, 3],
  ])
    expect(evaluateDim(size, new Map([['n', value]]))).toBe(expected);
});
