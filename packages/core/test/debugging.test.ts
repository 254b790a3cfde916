/** Assertions and printing. */
import { describe, expect, test } from 'vitest';
import * as tf from '../src/index.ts';

const { InvalidArgumentError } = tf.errors;
const d = tf.debugging;

describe('assertions', () => {
  test('that hold are silent', () => {
    d.assertEqual([1, 2], [1, 2]);
    d.assertLess([1], 2);
    d.assertGreaterEqual([2, 2], [1, 2]);
    d.assertPositive([1]);
    d.assertNear([1], [1 + 1e-7]);
    d.assertShapes([
      [tf.zeros([2, 3]), ['n', 3]],
      [tf.zeros([2]), ['n']],
      [tf.zeros([7, 2]), [null, 'n']],
    ]);
    d.assertRank([1], 1);
    d.assertType([1], 'float32');
    d.assert([true]);
    expect(d.checkNumerics([1, 2], 'x').array()).toEqual([1, 2]);
  });
  const failing: readonly (readonly [string, () => void, string])[] = [
    ['assertEqual', () => d.assertEqual([1, 2], [1, 3], { message: 'lengths' }), 'lengths: x == y does not hold at [1]: x is 2 and y is 3'],
    ['assertNoneEqual', () => d.assertNoneEqual([1, 2], [0, 2]), 'x != y'],
    ['assertGreater', () => d.assertGreater([1], [1]), 'x > y'],
    ['assertLessEqual', () => d.assertLessEqual([2], [1]), 'x <= y'],
    ['assertNegative', () => d.assertNegative([0]), 'x < y'],
    ['assertNonPositive', () => d.assertNonPositive([1]), 'x <= y'],
    ['assertNonNegative', () => d.assertNonNegative([-1]), 'x >= y'],
    ['assertNear', () => d.assertNear([1], [1.1]), 'differ at [0]'],
    ['assert', () => d.assert([true, false]), 'false at [1]'],
    ['assertRank', () => d.assertRank([1], 2), 'rank 2'],
    ['assertRankIn', () => d.assertRankIn([1], [0, 2]), 'rank 0 or 2'],
    [
      'assertShapes',
      () =>
        d.assertShapes([
          [tf.zeros([2]), ['n']],
          [tf.zeros([3]), ['n']],
        ]),
      'n is 3 here and 2 in tensor 0',
    ],
    ['checkNumerics', () => d.checkNumerics([1, Number.NaN], 'the loss'), 'the loss: NaN at [1]'],
  ];
  for (const [name, call, message] of failing) {
    test(name, () => {
      expect(call).toThrow(InvalidArgumentError);
      expect(call).toThrow(message);
    });
  }
  test('assertType', () => expect(() => d.assertType([1], 'int32')).toThrow(TypeError));
});

describe('print', () => {
  const printed = (...values: unknown[]): string => {
    let line = '';
    tf.print(...values, { outputStream: (text: string) => (line = text) });
    return line;
  };
  test('values and tensors', () => expect(printed('loss:', tf.constant([1, 2.5]), 3)).toBe('loss: [1.  2.5] 3'));
  test('structures', () => expect(printed({ a: tf.constant(1n), b: [true] })).toBe('{a: 1, b: [true]}'));
  test('long axes are shortened', () => expect(printed(tf.range(10))).toBe('[0 1 2 ... 7 8 9]'));
});
