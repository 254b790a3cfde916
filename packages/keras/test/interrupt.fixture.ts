/** Run by interrupt.test.ts in a process of its own, which it interrupts: `fit` trains until then; `save` saves two models in turn until it is killed. */
import * as tf from '@millrace/core';
import { layers, sequential } from '@millrace/keras';

const [mode, path] = process.argv.slice(2);

if (mode === 'save') {
  // Large enough that a good part of the time is spent writing.
  const network = (value: 'ones' | 'zeros'): ReturnType<typeof sequential> =>
    sequential([layers.dense({ units: 100_000, inputShape: [4], kernelInitializer: value, useBias: false })]);
  const models = [network('ones'), network('zeros')];
  await models[0].save(path);
  console.log('ready');
  for (let i = 1; ; i++) await models[i % 2].save(path);
}

const model = sequential([layers.dense({ units: 1, inputShape: [1] })]);
model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
const x = tf.ones([64, 1]);
console.log('ready');
const history = await model.fit(x, x, {
  epochs: 1_000_000,
  verbose: 0,
  // A callback that does not give way: the second Ctrl-C must end the process all the same, once it does.
  callbacks: mode === 'stubborn' ? [{ onTrainEnd: () => new Promise((resolve) => setTimeout(resolve, 60_000)) }] : [],
});
const prediction = (await model.predict(x, { verbose: 0 })) as tf.Tensor;
console.log(JSON.stringify({ epochs: history.epoch.length, losses: history.history.loss.length, shape: prediction.shape }));
