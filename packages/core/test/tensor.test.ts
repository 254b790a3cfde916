/** Tensors: making, reading, printing, dtypes, memory. */
import { describe, expect, test } from 'vitest';
import * as tf from '../src/index.ts';

describe('dtypes', () => {
  test('numbers of types.proto', () => {
    const numbers = [
      tf.float32,
      tf.float64,
      tf.int32,
      tf.uint8,
      tf.int16,
      tf.int8,
      tf.string,
      tf.complex64,
      tf.int64,
      tf.bool,
      tf.qint8,
      tf.quint8,
      tf.qint32,
      tf.bfloat16,
    ];
    expect(numbers.map((d) => d.enumValue)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    const more = [tf.qint16, tf.quint16, tf.uint16, tf.complex128, tf.float16, tf.resource, tf.variant, tf.uint32, tf.uint64];
    expect(more.map((d) => d.enumValue)).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23]);
  });
  test('aliases', () => {
    expect(tf.asDtype('half')).toBe(tf.float16);
    expect(tf.asDtype('double')).toBe(tf.float64);
    expect(tf.asDtype(9)).toBe(tf.int64);
    expect(tf.dtypes.asDtype(tf.bool)).toBe(tf.bool);
  });
  test('limits', () => {
    expect(tf.float32.max).toBe(3.4028234663852886e38);
    expect(tf.float16.max).toBe(65504);
    expect(tf.bfloat16.max).toBe(3.3895313892515355e38);
    expect(tf.float8_e4m3fn.max).toBe(448);
    expect(tf.float8_e5m2.max).toBe(57344);
    expect([tf.int8.min, tf.int8.max, tf.uint16.max]).toEqual([-128, 127, 65535]);
    expect([tf.int64.min, tf.uint64.max]).toEqual([-(2n ** 63n), 2n ** 64n - 1n]);
  });
  test('kinds and sizes', () => {
    expect([tf.float16.isFloating, tf.int32.isInteger, tf.bool.isInteger, tf.complex64.isComplex, tf.qint8.isQuantized, tf.uint8.isUnsigned]).toEqual([
      true,
      true,
      false,
      true,
      true,
      true,
    ]);
    expect([tf.float32, tf.bfloat16, tf.complex128, tf.bool, tf.qint32, tf.string].map((d) => d.size)).toEqual([4, 2, 16, 1, 4, 0]);
    expect(tf.complex64.realDtype).toBe(tf.float32);
    expect(tf.float16.asNumpy).toBe(Float32Array);
    expect(tf.float32.isCompatibleWith('float32')).toBe(true);
  });
  test('half rounds to nearest even', () => {
    expect(tf.constant([65519, 65520, 2 ** -24], { dtype: 'float16' }).array()).toEqual([65504, Infinity, 2 ** -24]);
    expect(tf.constant([1 / 3, Math.PI, 0.1], { dtype: 'bfloat16' }).array()).toEqual([0.333984375, 3.140625, 0.10009765625]);
    expect(tf.bitcast(tf.constant([1 / 3, Math.PI, 0.1], { dtype: 'bfloat16' }), 'uint16').array()).toEqual([0x3eab, 0x4049, 0x3dcd]);
  });
});

describe('all patterns of 16-bit floats', () => {
  const patterns = Uint16Array.from({ length: 65536 }, (_, i) => i);
  for (const dtype of ['float16', 'bfloat16'] as const) {
    test(dtype, () => {
      const decoded = tf.bitcast(tf.constant(patterns), dtype);
      const values = decoded.dataSync();
      // Through f32 and back every number keeps its bits; every NaN stays NaN.
      const again = tf.bitcast(tf.cast(tf.cast(decoded, 'float32'), dtype), 'uint16').dataSync<Uint16Array>();
      let numbers = 0;
      for (let i = 0; i < 65536; i++) {
        if (Number.isNaN(values[i])) continue;
        numbers++;
        if (again[i] !== i) expect(again[i], `pattern ${i}`).toBe(i);
      }
      // NaN patterns: both signs, the largest exponent, a mantissa that is not 0.
      expect(numbers).toBe(65536 - 2 * (2 ** (dtype === 'float16' ? 10 : 7) - 1));
      expect(new Set(Array.from(values).filter((v) => !Number.isNaN(v))).size).toBe(numbers - 1); // 0 and -0 are one value of a Set
    });
  }
});

describe('making tensors', () => {
  test('the dtype never depends on the values', () => {
    expect([tf.constant(1), tf.constant(1n), tf.constant(true), tf.constant([1.5]), tf.constant(Int16Array.of(1))].map((x) => x.dtype.name)).toEqual([
      'float32',
      'int64',
      'bool',
      'float32',
      'int16',
    ]);
    expect([tf.range(3), tf.argmax([1]), tf.shape([1])].map((x) => x.dtype.name)).toEqual(['int32', 'int64', 'int32']);
    expect(tf.constant({ re: 1, im: 2 }).dtype).toBe(tf.complex64);
  });
  test('int64 round trips', () => expect(tf.constant([2n ** 62n + 1n]).array()).toEqual([2n ** 62n + 1n]));
  test('typed arrays are copied', () => {
    const data = Float32Array.of(1, 2);
    const x = tf.constant(data);
    data[0] = 9;
    expect(x.array()).toEqual([1, 2]);
  });
  test('typed arrays are shared on demand', () => {
    const data = Float32Array.of(1, 2, 3, 4);
    const x = tf.fromTypedArray(data, { shape: [2, 2], share: true });
    expect(x.array()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(tf.fromTypedArray(data).shape).toEqual([4]);
  });
  test('rows may be typed arrays', () =>
    expect(tf.constant([Float32Array.of(1, 2), Float32Array.of(3, 4)]).array()).toEqual([
      [1, 2],
      [3, 4],
    ]));
  test('shapes', () => {
    expect(tf.constant(7, { shape: [2, 2] }).array()).toEqual([
      [7, 7],
      [7, 7],
    ]);
    expect(tf.constant([1, 2, 3, 4], { shape: [2, -1] }).array()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(tf.constant([]).shape).toEqual([0]);
    expect(tf.constant([[], []]).shape).toEqual([2, 0]);
    expect(tf.tensor([1, 2], [2, 1], 'int32').array()).toEqual([[1], [2]]);
  });
  test('lists of tensors are stacked', () =>
    expect(tf.convertToTensor([tf.constant([1, 2]), [3, 4]]).array()).toEqual([
      [1, 2],
      [3, 4],
    ]));
  test('zeros, ones, fill, eye', () => {
    expect(tf.zeros([2]).array()).toEqual([0, 0]);
    expect(tf.ones([1, 2], { dtype: 'int64' }).array()).toEqual([[1n, 1n]]);
    expect(tf.ones([2], { dtype: 'bool' }).array()).toEqual([true, true]);
    expect(tf.fill([2, 1], 9).array()).toEqual([[9], [9]]);
    expect(tf.eye(2, 3).array()).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
    expect(tf.eye(1, 1, { batchShape: [2] }).shape).toEqual([2, 1, 1]);
  });
  test('range and linspace', () => {
    expect(tf.range(3, 18, 3).array()).toEqual([3, 6, 9, 12, 15]);
    expect(tf.range(5, 0, -2).array()).toEqual([5, 3, 1]);
    expect(tf.range(5, 0).array()).toEqual([]);
    expect(tf.range(0, 1, 0.25, { dtype: 'float32' }).array()).toEqual([0, 0.25, 0.5, 0.75]);
    expect(tf.linspace(10, 12, 3).array()).toEqual([10, 11, 12]);
    expect(tf.linspace(0, 0.3, 4).array<number[]>().at(-1)).toBe(Math.fround(0.3));
    expect(tf.linspace(5, 9, 1).array()).toEqual([5]);
  });
  test('shape, rank, size', () => {
    const x = tf.zeros([2, 3]);
    expect([tf.shape(x).array(), tf.rank(x).item(), tf.size(x).item(), x.rank, x.size]).toEqual([[2, 3], 2, 6, 2, 6]);
  });
});

describe('TensorShape', () => {
  const shape = new tf.TensorShape([null, 3]);
  test('what it knows', () => {
    expect([shape.rank, shape.asList(), shape.numElements(), shape.isFullyDefined(), String(shape)]).toEqual([2, [null, 3], null, false, '(None, 3)']);
    expect(new tf.TensorShape([2, 3]).numElements()).toBe(6);
    expect(new tf.TensorShape(null).rank).toBe(null);
  });
  test('compatibility', () => {
    expect([shape.isCompatibleWith([5, 3]), shape.isCompatibleWith([5, 4]), shape.isCompatibleWith([3]), shape.isCompatibleWith(null)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(shape.mergeWith([5, null]).asList()).toEqual([5, 3]);
    expect(() => shape.mergeWith([1, 2])).toThrow(tf.errors.ValueError);
    expect(new tf.TensorShape([2, 3]).isSubtypeOf(shape)).toBe(true);
    expect(new tf.TensorShape([2, 3]).mostSpecificCommonSupertype([4, 3]).asList()).toEqual([null, 3]);
    expect(shape.concatenate([1]).asList()).toEqual([null, 3, 1]);
  });
  test('bad sizes', () => expect(() => new tf.TensorShape([-1])).toThrow(tf.errors.ValueError));
});

describe('reading', () => {
  test('typed arrays', async () => {
    expect(await tf.constant([[1, 2]]).data()).toEqual(Float32Array.of(1, 2));
    expect(tf.constant([true, false]).dataSync()).toEqual(Uint8Array.of(1, 0));
    expect(tf.constant([0.5], { dtype: 'float16' }).dataSync()).toEqual(Float32Array.of(0.5));
    expect(tf.constant([3n]).toNumberArray()).toEqual([3]);
  });
  test('what a read gives may be changed without changing the tensor', () => {
    const x = tf.constant([1, 2]);
    x.dataSync()[0] = 9;
    expect(x.array()).toEqual([1, 2]);
  });
  test('views read in order', () => {
    const x = tf
      .constant([
        [1, 2],
        [3, 4],
      ])
      .transpose();
    expect(x.dataSync()).toEqual(Float32Array.of(1, 3, 2, 4));
    expect(tf.broadcastTo([1, 2], [2, 2]).array()).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });
  test('item', () => {
    expect(tf.constant(2.5).item()).toBe(2.5);
    expect(tf.constant(true).item()).toBe(true);
    expect(tf.constant({ re: 1, im: -2 }).item()).toEqual({ re: 1, im: -2 });
  });
});

describe('printing', () => {
  const shown = (x: tf.Tensor): string => String(x);
  test('as TensorFlow prints', () => {
    expect(shown(tf.constant(1))).toBe('tf.Tensor(1.0, shape=(), dtype=float32)');
    expect(
      shown(
        tf.constant([
          [1, 2],
          [3, 4.5],
        ]),
      ),
    ).toBe('tf.Tensor(\n[[1.  2. ]\n [3.  4.5]], shape=(2, 2), dtype=float32)');
    expect(shown(tf.constant([1n, -20n]))).toBe('tf.Tensor([  1 -20], shape=(2,), dtype=int64)');
    expect(shown(tf.constant([true, false]))).toBe('tf.Tensor([ True False], shape=(2,), dtype=bool)');
    expect(shown(tf.constant([0.1, 1 / 3]))).toBe('tf.Tensor([0.1        0.33333334], shape=(2,), dtype=float32)');
    expect(shown(tf.zeros([2, 0]))).toBe('tf.Tensor([], shape=(2, 0), dtype=float32)');
  });
  test('large tensors are shortened', () => {
    expect(shown(tf.range(2000))).toBe('tf.Tensor([   0    1    2 ... 1997 1998 1999], shape=(2000,), dtype=int32)');
  });
  test('values far apart use exponents', () => expect(shown(tf.constant([1e-8, 1]))).toBe('tf.Tensor([1.e-08 1.e+00], shape=(2,), dtype=float32)'));
  test('NaN and infinity', () => expect(shown(tf.constant([Number.NaN, Infinity, 1]))).toBe('tf.Tensor([nan inf  1.], shape=(3,), dtype=float32)'));
});

describe('memory', () => {
  test('tidy disposes what was made inside, but not the result', () => {
    let inner: tf.Tensor | undefined;
    const y = tf.tidy(() => {
      inner = tf.constant([1, 2]).add(1);
      return inner.mul(2);
    });
    expect(y.array()).toEqual([4, 6]);
    expect(inner?.isDisposed).toBe(true);
  });
  test('keep survives nested scopes', () => {
    let kept: tf.Tensor | undefined;
    tf.tidy(() => {
      tf.tidy(() => {
        kept = tf.keep(tf.constant([1]));
      });
    });
    expect(kept?.array()).toEqual([1]);
  });
  test('a reshaped result survives', () => {
    const y = tf.tidy(() => tf.constant([1, 2]).add(1).reshape([2, 1]));
    expect(y.array()).toEqual([[2], [3]]);
  });
  test('a scope inside a tape leaves the tape intact', () => {
    const x = tf.constant([3]);
    const tape = new tf.GradientTape();
    tape.watch(x);
    const y = tape.run(() => tf.tidy(() => tf.reduceSum(tf.square(tf.multiply(x, 2)))));
    expect((tape.gradient(y, x) as tf.Tensor).array()).toEqual([24]);
  });
  test('dispose and using', () => {
    const x = tf.constant([1]);
    x[Symbol.dispose]();
    x.dispose();
    expect(x.isDisposed).toBe(true);
    const pair = { a: tf.constant(1), b: [tf.constant(2)] };
    tf.dispose(pair);
    expect(pair.b[0].isDisposed).toBe(true);
    expect(tf.memory().releases).toBeGreaterThan(0);
  });
});

describe('numerics', () => {
  test('a sum of 2^24 + 8 ones is exact', () => expect(tf.reduceSum(tf.ones([2 ** 24 + 8])).item()).toBe(2 ** 24 + 8));
  test('denormals are kept', () => expect(tf.constant(1e-40).mul(1).item()).toBeGreaterThan(0));
  test('division', () => expect(tf.divide([0, 1, -1], [0, 0, 0]).array()).toEqual([Number.NaN, Infinity, -Infinity]));
  test('f16 computes in f32 and rounds once', () => {
    const x = tf.constant([2048, 1], { dtype: 'float16' });
    expect(tf.add(x, x).array()).toEqual([4096, 2]);
    expect(tf.add(tf.constant([2048], { dtype: 'float16' }), tf.constant([1], { dtype: 'float16' })).array()).toEqual([2048]);
  });
});

describe('sizes from data', () => {
  test('where with one argument', () =>
    expect(
      tf
        .where([
          [true, false],
          [true, true],
        ])
        .array(),
    ).toEqual([
      [0n, 0n],
      [1n, 0n],
      [1n, 1n],
    ]));
  test('booleanMask', () => {
    expect(tf.booleanMask([0, 1, 2, 3], [true, false, true, false]).array()).toEqual([0, 2]);
    expect(
      tf
        .booleanMask(
          [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
          [true, false, true],
        )
        .array(),
    ).toEqual([
      [1, 2],
      [5, 6],
    ]);
    expect(
      tf
        .booleanMask(
          [
            [1, 2],
            [3, 4],
          ],
          [true, false],
          { axis: 1 },
        )
        .array(),
    ).toEqual([[1], [3]]);
    expect(
      tf
        .booleanMask(
          [
            [1, 2],
            [3, 4],
          ],
          [
            [true, false],
            [false, true],
          ],
        )
        .array(),
    ).toEqual([1, 4]);
  });
  test('unique', () => {
    const { y, idx, count } = tf.uniqueWithCounts([1, 1, 2, 4, 4, 4, 7, 8, 8]);
    expect([y.array(), idx.array(), count.array()]).toEqual([
      [1, 2, 4, 7, 8],
      [0, 0, 1, 2, 2, 2, 3, 4, 4],
      [2, 1, 3, 1, 2],
    ]);
    expect(tf.setdiff1d([1, 2, 3, 4, 5, 6], [1, 3, 5]).out.array()).toEqual([2, 4, 6]);
  });
  test('dynamicPartition', () => {
    const parts = tf.dynamicPartition([10, 20, 30, 40, 50], [0, 0, 1, 1, 0], 2);
    expect(parts.map((p) => p.array())).toEqual([
      [10, 20, 50],
      [30, 40],
    ]);
    expect(
      tf
        .dynamicStitch(
          [
            [0, 1, 4],
            [2, 3],
          ],
          parts,
        )
        .array(),
    ).toEqual([10, 20, 30, 40, 50]);
  });
  test('gradients flow to what was taken', () => {
    const x = tf.constant([1, 2, 3]);
    const tape = new tf.GradientTape();
    tape.watch(x);
    const y = tape.run(() => tf.reduceSum(tf.square(tf.booleanMask(x, [true, false, true]))));
    expect((tape.gradient(y, x) as tf.Tensor).array()).toEqual([2, 0, 6]);
  });
});
