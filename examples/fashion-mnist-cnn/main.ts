/** A convolutional network on Fashion-MNIST, and what its layers see of three shoes. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from 'millrace';
import { summary } from 'millrace/tensorboard/writer';
import { caseOptions, checkReload, runCase, showLogs, stopIfInterrupted } from '../shared/case.ts';
import { type GridCell, writePictureGrid } from '../shared/picture-grid.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const options = caseOptions('fashion-mnist-cnn', 'A convolutional network on Fashion-MNIST, with the feature maps of three shoes.');
/** Test pictures 0, 23 and 28 are the ankle boots of the lecture. */
const shoes = [0, 23, 28];

await runCase('fashion-mnist-cnn', folder, options, async (seed) => {
  tf.keras.utils.setRandomSeed(seed);
  const { train, test, info } = await tf.datasets.load('fashion_mnist');
  console.log(`${info.description}; ${info.license} license`);
  const { layers } = tf.keras;
  const input = tf.keras.Input({ shape: [28, 28, 1] });
  const convolved1 = layers.conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }).apply(input) as tf.Tensor;
  const pooled1 = layers.maxPooling2d({ poolSize: 2 }).apply(convolved1) as tf.Tensor;
  const convolved2 = layers.conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }).apply(pooled1) as tf.Tensor;
  const pooled2 = layers.maxPooling2d({ poolSize: 2 }).apply(convolved2) as tf.Tensor;
  const hidden = layers.dense({ units: 128, activation: 'relu' }).apply(layers.flatten().apply(pooled2));
  const logits = layers.dense({ units: 10 }).apply(hidden) as tf.Tensor;
  const model = tf.keras.model({ inputs: input, outputs: logits });
  /** The same layers, asked for what comes out of each convolution and pooling. */
  const maps = tf.keras.model({ inputs: input, outputs: [convolved1, pooled1, convolved2, pooled2] });

  model.compile({ optimizer: 'adam', loss: tf.keras.losses.sparseCategoricalCrossentropy({ fromLogits: true }), metrics: ['accuracy'] });
  model.summary();
  const count = options.quick ? 2000 : train.size;
  const pictures = tf.reshape(train.features, [train.size, 28, 28, 1]);
  const testPictures = tf.reshape(test.features, [test.size, 28, 28, 1]);
  const epochs = options.epochs ?? (options.quick ? 2 : 5);
  const logDir = join(options.out, 'logs', `seed-${seed}`);
  const callbacks = [tf.keras.callbacks.tensorBoard({ logDir })];
  const start = performance.now();
  await model.fit(tf.slice(pictures, [0, 0, 0, 0], [count, 28, 28, 1]), tf.slice(train.labels, [0], [count]), { epochs, callbacks });
  stopIfInterrupted();
  const minutesPerEpoch = (performance.now() - start) / 60_000 / epochs;
  const testCount = options.quick ? 1000 : test.size;
  const [, accuracy] = (await model.evaluate(
    tf.slice(testPictures, [0, 0, 0, 0], [testCount, 28, 28, 1]),
    tf.slice(test.labels, [0], [testCount]),
  )) as number[];

  const path = join(options.out, 'feature-maps.png');
  const cells = await featureMaps(maps, testPictures);
  await writePictureGrid(path, cells, 5, 112);
  await logFeatureMaps(cells, logDir, epochs);
  console.log(`feature maps of three shoes written to ${path}: the picture, then convolution, pooling, convolution, pooling, one filter each`);
  await checkReload(model, tf.slice(testPictures, [0, 0, 0, 0], [20, 28, 28, 1]), join(options.out, 'fashion-cnn.keras'));
  showLogs(logDir);
  return [
    { metric: epochs >= 10 ? 'accuracyAfterTenEpochs' : 'accuracy', value: accuracy },
    { metric: 'minutesPerEpoch', value: minutesPerEpoch },
  ];
});

/** For each shoe the picture and one filter of each of the four layers, scaled to [0, 1]. */
async function featureMaps(maps: tf.keras.Model, pictures: tf.Tensor): Promise<GridCell[]> {
  const cells: GridCell[] = [];
  for (const shoe of shoes) {
    const x = tf.slice(pictures, [shoe, 0, 0, 0], [1, 28, 28, 1]);
    cells.push({ pixels: x.dataSync() as Float32Array, height: 28, width: 28 });
    for (const map of (await maps.predict(x, { verbose: 0 })) as tf.Tensor[]) {
      const [, height, width, channels] = map.shape as number[];
      const data = map.dataSync() as Float32Array;
      const filter = brightestFilter(data, channels);
      const plane = Float32Array.from({ length: height * width }, (_, i) => data[i * channels + filter]);
      const most = Math.max(...plane, 1e-6);
      cells.push({ pixels: plane.map((v) => v / most), height, width });
    }
  }
  return cells;
}

/** One summary for each column of the grid, with a picture for each shoe. */
async function logFeatureMaps(cells: readonly GridCell[], logDir: string, step: number): Promise<void> {
  const columns = ['picture', 'convolution 1', 'pooling 1', 'convolution 2', 'pooling 2'];
  const writer = summary.createFileWriter(join(logDir, 'feature-maps'));
  writer.asDefault(() => {
    for (const [column, name] of columns.entries()) {
      const shown = cells.filter((_, i) => i % columns.length === column);
      const pixels = Float32Array.from(shown.flatMap((cell) => Array.from(cell.pixels)));
      summary.image(name, tf.tensor(pixels, [shown.length, shown[0].height, shown[0].width, 1]), { step });
    }
  });
  await writer.close();
}

/** The filter that answers most strongly: some are dark on a given picture. */
function brightestFilter(data: Float32Array, channels: number): number {
  const sums = new Float64Array(channels);
  data.forEach((v, i) => {
    sums[i % channels] += v;
  });
  return sums.indexOf(Math.max(...sums));
}
