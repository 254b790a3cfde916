/** The plan of a whole train step: how near its memory comes to what has to live at once. */
import * as tf from '@millrace/core';
import { expect, test } from 'vitest';
import * as keras from '../index.ts';

test('the arena of a convolutional network is at most 1.3 times what lives together at its peak, and names the lines of the user', () => {
  const { layers } = keras;
  const model = keras.sequential([
    layers.conv2d({ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu', inputShape: [28, 28, 1] }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.conv2d({ filters: 64, kernelSize: 3, padding: 'same', activation: 'relu' }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
    layers.dense({ units: 128, activation: 'relu' }),
    layers.dense({ units: 10 }),
  ]);
  const loss = keras.losses.sparseCategoricalCrossentropy({ fromLogits: true });
  const variables = model.trainableVariables;
  const adam = keras.optimizers.adam({ learningRate: 0.001 });
  adam.build(variables);
  const step = tf.function((x: tf.Tensor, y: tf.Tensor) => {
    const tape = new tf.GradientTape();
    const value = tape.run(() => loss.apply(y, model.apply(x)));
    adam.apply(tape.gradient(value, [...variables]) as (tf.Tensor | null)[], variables);
    return value;
  });
  const { arenaBytes, lowerBoundBytes, largest } = step.getConcreteFunction(tf.ones([64, 28, 28, 1]), tf.zeros([64], { dtype: tf.int32 })).executable.memory();
  // what the first convolution makes, 64 pictures of 28 x 28 with 32 channels, is needed again for the gradient
  expect(lowerBoundBytes).toBeGreaterThan(64 * 28 * 28 * 32 * 4);
  expect(arenaBytes / lowerBoundBytes).toBeLessThanOrEqual(1.3);
  expect(largest[0].bytes).toBe(64 * 28 * 28 * 32 * 4);
  for (const { name, place } of largest) if (!name.startsWith('input')) expect(place).toMatch(/step-memory\.test\.ts:\d+:\d+/);
});
