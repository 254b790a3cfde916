/** A training loop written by hand, with GradientTape and a layer of one's own, on handwritten digits. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from 'millrace';
import { summary } from 'millrace/tensorboard/writer';
import { caseOptions, checkReload, runCase, showLogs } from '../shared/case.ts';
import { GainedDense } from './gained-dense.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const options = caseOptions('custom-training', 'A training loop by hand: GradientTape, a custom layer, handwritten digits.');

await runCase('custom-training', folder, options, async (seed) => {
  tf.keras.utils.setRandomSeed(seed);
  const { train, test, info } = await tf.datasets.load('digits', { batchSize: 64, shuffle: true, seed });
  console.log(`${info.description}; ${info.license}`);
  const model = tf.keras.sequential([tf.keras.layers.flatten({ inputShape: [8, 8] }), new GainedDense({ units: 64 }), tf.keras.layers.dense({ units: 10 })]);
  const optimizer = tf.keras.optimizers.adam({ learningRate: 3e-3 });
  const lossOf = tf.keras.losses.sparseCategoricalCrossentropy({ fromLogits: true });
  const accuracy = tf.keras.metrics.sparseCategoricalAccuracy();

  const logDir = join(options.out, 'logs', `seed-${seed}`);
  const writer = summary.createFileWriter(logDir);
  const epochs = options.epochs ?? (options.quick ? 8 : 30);
  for (let epoch = 0; epoch < epochs; epoch++) {
    let total = 0;
    accuracy.resetState();
    for (const [x, y] of train) {
      const tape = new tf.GradientTape();
      const loss = tape.run(() => {
        const logits = model.apply(x, { training: true }) as tf.Tensor;
        accuracy.updateState(y, logits);
        return lossOf.apply(y, logits);
      });
      const variables = model.trainableVariables;
      optimizer.applyGradients(tape.gradient(loss, variables).map((g, i) => [g, variables[i]]));
      total += loss.item() as number;
    }
    writer.asDefault(() => {
      summary.scalar('loss', total / train.length, { step: epoch });
      summary.scalar('accuracy', accuracy.result(), { step: epoch });
    });
    if (epoch % 5 === 4 || epoch === epochs - 1)
      console.log(
        `epoch ${String(epoch + 1).padStart(2)}  loss ${(total / train.length).toFixed(4)}  accuracy ${(accuracy.result().item() as number).toFixed(4)}`,
      );
  }

  accuracy.resetState();
  for (const [x, y] of test) accuracy.updateState(y, model.apply(x) as tf.Tensor);
  const reached = accuracy.result().item() as number;
  console.log(`test accuracy ${reached.toFixed(4)}`);
  await checkReload(model, test.features, join(options.out, 'gained.keras'), new URL('./gained-dense.ts', import.meta.url));
  await writer.close();
  showLogs(logDir);
  return [{ metric: 'accuracy', value: reached }];
});
