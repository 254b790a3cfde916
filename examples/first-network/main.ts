/** The hello world of deep learning: one neuron learns y = 2x - 1 from six pairs. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from 'millrace';
import { caseOptions, checkReload, predictionsOf, runCase, showLogs, stopIfInterrupted } from '../shared/case.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const options = caseOptions('first-network', 'One neuron learns y = 2x - 1 from six pairs.');

await runCase('first-network', folder, options, async (seed) => {
  tf.keras.utils.setRandomSeed(seed);
  const x = tf.tensor([[-1], [0], [1], [2], [3], [4]]);
  const y = tf.tensor([[-3], [-1], [1], [3], [5], [7]]);

  const model = tf.keras.sequential([tf.keras.layers.dense({ units: 1, inputShape: [1] })]);
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });

  const start = performance.now();
  const epochs = options.epochs ?? 500;
  console.log(`training on six pairs of y = 2x - 1, ${epochs} epochs`);
  const logDir = join(options.out, 'logs', `seed-${seed}`);
  const history = await model.fit(x, y, { epochs, verbose: 0, callbacks: [tf.keras.callbacks.tensorBoard({ logDir })] });
  stopIfInterrupted();
  const seconds = (performance.now() - start) / 1000;
  const losses = history.history.loss;
  for (const at of new Set([0, 9, 49, 99, epochs - 1]))
    if (at < losses.length) console.log(`epoch ${String(at + 1).padStart(3)}  loss ${losses[at].toExponential(3)}`);

  const [prediction] = predictionsOf(await model.predict(tf.tensor([[10]]), { verbose: 0 }));
  const [weight, bias] = model.getWeights();
  console.log(`prediction for 10: [[${prediction}]]`);
  console.log(
    `learned: y = ${(weight.dataSync() as Float32Array)[0].toFixed(4)} x + ${(bias.dataSync() as Float32Array)[0].toFixed(4)}   (${seconds.toFixed(2)} s)`,
  );
  if (prediction === 19) throw new Error('exactly 19 cannot come from 500 steps of gradient descent');
  await checkReload(model, x, join(options.out, 'first-network.keras'));
  showLogs(logDir);
  return [
    { metric: 'distance', value: Math.abs(prediction - 19) },
    { metric: 'seconds', value: seconds },
  ];
});
