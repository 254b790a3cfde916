import { describe, expect, test } from 'vitest';
import { assertSameStructure, flatten, mapStructure, packSequenceAs } from './nest.ts';

describe('flatten', () => {
  test.each([
    ['a leaf', 7, [7]],
    ['nothing', [], []],
    ['arrays in order', [1, [2, [3]], 4], [1, 2, 3, 4]],
    // tf.nest.flatten's manual: keys are sorted.
    ['object keys sorted', { key3: 'v3', key1: 'v1', key2: 'v2' }, ['v1', 'v2', 'v3']],
    ['null is a leaf', [null, { a: null }], [null, null]],
    ['class instances are leaves', [new Date(0)], [new Date(0)]],
    ['typed arrays are leaves', [new Float32Array(2)], [new Float32Array(2)]],
  ])('%s', (_, structure, leaves) => expect(flatten(structure as never)).toEqual(leaves));

  test('Map keys sorted', () =>
    expect(
      flatten(
        new Map([
          ['b', 2],
          ['a', 1],
        ]),
      ),
    ).toEqual([1, 2]));
});

describe('packSequenceAs', () => {
  test('puts leaves back where flatten found them', () => {
    const structure = { b: [1, 2], a: { z: 3, y: 4 } };
    expect(packSequenceAs(structure, flatten(structure))).toEqual(structure);
  });
  test('keeps insertion order of keys', () => expect(Object.keys(packSequenceAs({ b: 1, a: 2 }, [10, 20]) as object)).toEqual(['b', 'a']));
  test('too few leaves', () => expect(() => packSequenceAs([1, 2], [1])).toThrow(/the structure has 2 leaves; got 1 values/));
});

describe('mapStructure', () => {
  test('two structures', () => {
    const sum = (x: number, y: number): number => x + y;
    expect(mapStructure(sum, { a: 1, b: [2, 3] }, { b: [20, 30], a: 10 })).toEqual({ a: 11, b: [22, 33] });
  });
  test('different forms', () => expect(() => mapStructure((x: number) => x, [1], [1, 2])).toThrow(/1 elements, the other 2/));
});

describe('assertSameStructure', () => {
  test.each([
    ['array against object', [1], { a: 1 }, TypeError, /an array, the other an object/],
    ['leaf against array', { a: 1 }, { a: [1] }, TypeError, /at .a one structure has a leaf, the other an array/],
    ['keys', { a: 1 }, { b: 1 }, RangeError, /keys differ: a and b/],
    ['lengths, nested', [[1, 2]], [[1]], RangeError, /at \[0\] one structure has 2 elements, the other 1/],
  ])('%s', (_, a, b, type, message) => {
    expect(() => assertSameStructure(a as never, b as never)).toThrow(type);
    expect(() => assertSameStructure(a as never, b as never)).toThrow(message);
  });
  test('without types, keys and kinds may differ', () => expect(() => assertSameStructure([1], { b: 1 }, { checkTypes: false })).not.toThrow());
});
