/** A training loop written by hand, with GradientTape and a layer of one's own, on handwritten digits. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from 'millrace';
import { caseOptions, missing, runCase } from '../shared/case.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const options = caseOptions('custom-training', 'A training loop by hand: GradientTape, a custom layer, handwritten digits.');

/** A dense layer whose units compete: y = softplus(x W + b) scaled by a learned gain for each unit. */
class GainedDense extends tf.keras.layers.Layer {
  readonly units: number;
  kernel!: tf.Variable;
  bias!: tf.Variable;
  gain!: tf.Variable;
  constructor(units: number) {
    super();
    this.units = units;
  }
  override build(inputShape: tf.keras.layers.Shape): void {
    this.kernel = this.addWeight({ name: 'kernel', shape: [inputShape.at(-1) as number, this.units], initializer: 'glorotUniform' });
    this.bias = this.addWeight({ name: 'bias', shape: [this.units], initializer: 'zeros' });
    this.gain = this.addWeight({ name: 'gain', shape: [this.units], initializer: 'ones' });
  }
  override call(x: tf.Tensor): tf.Tensor {
    return tf.multiply(tf.nn.softplus(tf.add(tf.matmul(x, this.kernel), this.bias)), this.gain);
  }
}

await runCase('custom-training', folder, options, async (seed) => {
  tf.keras.utils.setRandomSeed(seed);
  const { train, test, info } = await tf.datasets.load('digits', { batchSize: 64, shuffle: true, seed });
  console.log(`${info.description}; ${info.license}`);
  const model = tf.keras.sequential([tf.keras.layers.flatten({ inputShape: [8, 8] }), new GainedDense(64), tf.keras.layers.dense({ units: 10 })]);
  const optimizer = tf.keras.optimizers.adam({ learningRate: 3e-3 });
  const lossOf = tf.keras.losses.sparseCategoricalCrossentropy({ fromLogits: true });
  const accuracy = tf.keras.metrics.sparseCategoricalAccuracy();

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
    if (epoch % 5 === 4 || epoch === epochs - 1)
      console.log(
        `epoch ${String(epoch + 1).padStart(2)}  loss ${(total / train.length).toFixed(4)}  accuracy ${(accuracy.result().item() as number).toFixed(4)}`,
      );
  }

  accuracy.resetState();
  for (const [x, y] of test) accuracy.updateState(y, model.apply(x) as tf.Tensor);
  const reached = accuracy.result().item() as number;
  console.log(`test accuracy ${reached.toFixed(4)}`);
  const path = join(options.out, 'gained.weights.h5');
  await model.saveWeights(path);
  const before = (model.apply(test.features) as tf.Tensor).dataSync() as Float32Array;
  for (const v of model.trainableVariables) v.assign(tf.zeros(v.shape as number[]));
  await model.loadWeights(path);
  const after = (model.apply(test.features) as tf.Tensor).dataSync() as Float32Array;
  if (before.some((v, i) => Math.abs(v - after[i]) > 1e-5)) throw new Error('loaded weights predict otherwise');
  console.log(`weights saved to ${path} and loaded back`);
  missing('logs for TensorBoard (issue 6)');
  return [{ metric: 'accuracy', value: reached }];
});
