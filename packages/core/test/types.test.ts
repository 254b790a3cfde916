/** What the compiler knows about tensors. Lines marked with an expected error must not compile. */
import { expectTypeOf, test } from 'vitest';
import * as tf from '../src/index.ts';

test('constants know their dtype and rank', () => {
  expectTypeOf(tf.constant(1)).toEqualTypeOf<tf.Tensor<'float32', 0>>();
  expectTypeOf(tf.constant([[1, 2]])).toEqualTypeOf<tf.Tensor<'float32', 2>>();
  expectTypeOf(tf.constant([1n])).toEqualTypeOf<tf.Tensor<'int64', 1>>();
  expectTypeOf(tf.constant([true])).toEqualTypeOf<tf.Tensor<'bool', 1>>();
  expectTypeOf(tf.constant([1], { dtype: 'int32' })).toEqualTypeOf<tf.Tensor<'int32', 1>>();
});

test('reads have the type of the dtype', () => {
  expectTypeOf(tf.constant([1]).dataSync()).toEqualTypeOf<Float32Array>();
  expectTypeOf(tf.constant(1n).item()).toEqualTypeOf<bigint>();
  expectTypeOf(tf.constant([[1]]).array()).toEqualTypeOf<number[][]>();
  expectTypeOf(tf.argmax([1]).dataSync()).toEqualTypeOf<BigInt64Array>();
  expectTypeOf(tf.less([1], [2]).dataSync()).toEqualTypeOf<Uint8Array>();
});

test('functions keep the dtype', () => {
  const x = tf.cast([1, 2], 'float64');
  expectTypeOf(tf.exp(x)).toEqualTypeOf<tf.Tensor<'float64'>>();
  expectTypeOf(x.add(1)).toEqualTypeOf<tf.Tensor<'float64'>>();
  expectTypeOf(tf.reduceSum(x, { axis: 0 })).toEqualTypeOf<tf.Tensor<'float64'>>();
  expectTypeOf(x.cast('int32')).toEqualTypeOf<tf.Tensor<'int32'>>();
  expectTypeOf(tf.zeros([2], { dtype: 'int64' })).toEqualTypeOf<tf.Tensor<'int64'>>();
});

test('a tensor of a known dtype is a tensor', () => {
  expectTypeOf(tf.constant([1])).toExtend<tf.Tensor>();
  const plain: tf.Tensor = tf.constant([[1n]]);
  expectTypeOf(plain.shape).toEqualTypeOf<tf.Shape>();
});

test('mistakes do not compile', () => {
  const calls = [
    // @ts-expect-error an unknown dtype
    () => tf.cast([1], 'flaot32'),
    // @ts-expect-error an unknown option
    () => tf.reduceSum([1], { axes: 0 }),
    // @ts-expect-error a missing argument
    () => tf.matmul([[1]]),
    // @ts-expect-error a string is no tensor yet
    () => tf.add('a', 1),
  ];
  for (const call of calls) expectTypeOf(call).toBeFunction();
});
