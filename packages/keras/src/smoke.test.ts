import * as tf from '@millrace/core';
import { expect, test } from 'vitest';
import * as keras from './index.ts';

test('y = 2x - 1', async () => {
  const model = keras.sequential([keras.layers.dense({ units: 1, inputShape: [1] })]);
  model.summary();
  model.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['mae'] });
  const x = tf.constant([[-1], [0], [1], [2], [3], [4]]);
  const y = tf.constant([[-3], [-1], [1], [3], [5], [7]]);
  const history = await model.fit(x, y, { epochs: 500, verbose: 0 });
  console.log(history.history.loss.at(-1), history.history.mae.at(-1));
  console.log((await model.predict(tf.constant([[10]]), { verbose: 0 })).array());
  expect(Math.abs((await model.predict(tf.constant([[10]]), { verbose: 0 })).item() - 19)).toBeLessThan(0.05);
});
