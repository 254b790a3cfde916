/** `npm start`: trains on real Fashion-MNIST with Keras, evaluates, shows what it learned, saves, loads back. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from 'millrace';
import { caseOptions, checkReload, predictionsOf, runCase, showLogs, stopIfInterrupted } from '../shared/case.ts';
import { writePictureGrid } from '../shared/picture-grid.ts';
import { confusionCounts, confusionTable, pictureLines, sideBySide } from '../shared/terminal.ts';
import { convolutionalModel, denseModel } from './models.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const builders: Readonly<Record<string, () => tf.keras.Sequential>> = { dense: denseModel, cnn: convolutionalModel };
const options = caseOptions('fashion-mnist', 'Learns to tell ten kinds of clothes apart.', Object.keys(builders));
const isCnn = options.model === 'cnn';

/** Index of the largest of ten numbers, for each row. */
function argmaxRows(scores: readonly number[], classes: number): number[] {
  return Array.from({ length: scores.length / classes }, (_, i) => {
    const row = scores.slice(i * classes, (i + 1) * classes);
    return row.indexOf(Math.max(...row));
  });
}

let reached: number | null = null;

await runCase('fashion-mnist', folder, options, async (seed) => {
  tf.keras.utils.setRandomSeed(seed);
  const { train, test, info } = await tf.datasets.load('fashion_mnist');
  console.log(`${info.description}; ${info.license} license; ${train.size} for training, ${test.size} for testing`);

  const model = builders[options.model]();
  model.compile({ optimizer: 'adam', loss: tf.keras.losses.sparseCategoricalCrossentropy({ fromLogits: true }), metrics: ['accuracy'] });
  model.summary();

  const count = options.quick ? 6000 : train.size;
  const start = performance.now();
  // As in the lecture: training ends early once 95 % of the training pictures are right.
  const enough = tf.keras.callbacks.lambdaCallback({
    onEpochEnd: (_epoch, logs) => {
      if ((logs?.accuracy ?? 0) >= 0.95) model.stopTraining = true;
    },
  });
  const logDir = join(options.out, 'logs', options.model, `seed-${seed}`);
  await model.fit(tf.slice(train.features, [0, 0, 0], [count, 28, 28]), tf.slice(train.labels, [0], [count]), {
    epochs: options.epochs ?? (options.quick ? 2 : 5),
    callbacks: [enough, tf.keras.callbacks.tensorBoard({ logDir })],
  });
  stopIfInterrupted();
  const seconds = (performance.now() - start) / 1000;
  console.log(`training took ${seconds.toFixed(1)} s`);
  const [, accuracy] = (await model.evaluate(test.features, test.labels)) as number[];

  const scores = predictionsOf(await model.predict(test.features, { verbose: 0 }));
  const predicted = argmaxRows(scores, 10);
  const labels = test.labels.dataSync() as Int32Array;
  console.log(`\nrows: the truth, columns: what the model says\n${confusionTable(confusionCounts(labels, predicted, 10), info.classNames)}\n`);
  await showPictures(test.features, labels, predicted, info.classNames);
  await checkReload(model, tf.slice(test.features, [0, 0, 0], [100, 28, 28]), join(options.out, `fashion-${options.model}.keras`));
  showLogs(logDir);
  reached = accuracy;
  return [
    { metric: isCnn ? 'accuracyOfCnn' : 'accuracy', value: accuracy },
    { metric: isCnn ? 'secondsOfCnn' : 'seconds', value: seconds },
  ];
});
if (process.env.MILLRACE_MAIN_JOB === '1' && reached !== null) console.log(`test accuracy ${(reached as number).toFixed(3)}`);

/** Twelve test pictures with predicted and true label: blocks in the terminal, and a PNG with a red frame around mistakes. */
async function showPictures(features: tf.Tensor, labels: ArrayLike<number>, predicted: readonly number[], names: readonly string[]): Promise<void> {
  const data = features.dataSync() as Float32Array;
  const pixels = (i: number): Float32Array => data.subarray(i * 784, (i + 1) * 784);
  const color = process.stdout.isTTY === true;
  const captionOf = (i: number): string => (predicted[i] === labels[i] ? `✓ ${names[predicted[i]]}` : `✗ ${names[predicted[i]]} (is ${names[labels[i]]})`);
  for (let row = 0; row < 12; row += 4) {
    const blocks = [0, 1, 2, 3].map((k) => ({ lines: pictureLines(pixels(row + k), 28, 28, color), caption: captionOf(row + k) }));
    console.log(`${sideBySide(blocks, 28)}\n`);
  }
  const path = join(options.out, 'predictions.png');
  const cells = Array.from({ length: 12 }, (_, i) => ({
    pixels: pixels(i),
    height: 28,
    width: 28,
    frame: predicted[i] === labels[i] ? ([60, 160, 90] as const) : ([210, 60, 60] as const),
  }));
  await writePictureGrid(path, cells, 4, 112);
  console.log(`pictures written to ${path}`);
}
