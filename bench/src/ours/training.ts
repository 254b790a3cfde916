/** Train steps on Millrace: Keras models by `trainOnBatch`, or the same step written by hand in a function; an LSTM and a transformer layer from variables. */
import * as tf from 'millrace';
import { learningRate } from '../inputs.ts';
import type { Workloads } from '../protocol.ts';
import { encoderInputs, encoderLayer, encoderWeights } from './encoder.ts';
import { input, read } from './operations.ts';

const { layers } = tf.keras;

const mlp = (): tf.keras.Sequential =>
  tf.keras.sequential([
    layers.dense({ units: 512, activation: 'relu', inputShape: [784] }),
    layers.dense({ units: 512, activation: 'relu' }),
    layers.dense({ units: 10 }),
  ]);

const cnn = (): tf.keras.Sequential =>
  tf.keras.sequential([
    layers.conv2d({ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu', inputShape: [28, 28, 1] }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.conv2d({ filters: 64, kernelSize: 3, padding: 'same', activation: 'relu' }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
    layers.dense({ units: 128, activation: 'relu' }),
    layers.dense({ units: 10 }),
  ]);

/** Labels 0 to 9 in turns. */
const labels = (count: number): tf.Tensor =>
  tf.tensor(
    Int32Array.from({ length: count }, (_, i) => i % 10),
    [count],
  );

/** A function that takes a step of Adam on variables against a loss. */
function step(variables: readonly tf.Variable[], loss: (...inputs: tf.Tensor[]) => tf.Tensor): (...inputs: tf.Tensor[]) => tf.Tensor {
  const adam = tf.keras.optimizers.adam({ learningRate });
  adam.build(variables);
  return tf.function((...inputs: tf.Tensor[]) => {
    const tape = new tf.GradientTape();
    const value = tape.run(() => loss(...inputs));
    adam.apply(tape.gradient(value, [...variables]) as (tf.Tensor | null)[], variables);
    return value;
  }) as unknown as (...inputs: tf.Tensor[]) => tf.Tensor;
}

/** The step of a classifier by hand. */
function classifierStep(model: tf.keras.Sequential): (...inputs: tf.Tensor[]) => tf.Tensor {
  const loss = tf.keras.losses.sparseCategoricalCrossentropy({ fromLogits: true });
  return step(model.trainableVariables, (x, y) => loss.apply(y, model.apply(x)));
}

function classifier(build: () => tf.keras.Sequential, batch: number, shape: readonly number[]): Workloads[string] {
  return (_size, inFunction) => {
    const model = build();
    const [x, y] = [input([batch, ...shape], 1), labels(batch)];
    if (inFunction) {
      const byHand = classifierStep(model);
      return () => read(byHand(x, y));
    }
    model.compile({ optimizer: tf.keras.optimizers.adam({ learningRate }), loss: tf.keras.losses.sparseCategoricalCrossentropy({ fromLogits: true }) });
    return () => model.trainOnBatch(x, y);
  };
}

const units = 128;

/** The last state of an LSTM over `[steps, batch, features]` (Hochreiter and Schmidhuber 1997, with forget gates; gates in the order of Keras: i, f, c, o). */
function lastState(x: tf.Tensor, kernel: tf.Variable, recurrent: tf.Variable, bias: tf.Variable): tf.Tensor {
  const zeros = tf.zeros([x.shape[1] as number, units]);
  const states = tf.scan(
    (state: readonly [tf.Tensor, tf.Tensor], slice: tf.Tensor): readonly [tf.Tensor, tf.Tensor] => {
      const gates = tf.add(tf.add(tf.matmul(slice, kernel), tf.matmul(state[0], recurrent)), bias);
      const [i, f, candidate, o] = tf.split(gates, 4, { axis: 1 });
      const carry = tf.add(tf.multiply(tf.sigmoid(f), state[1]), tf.multiply(tf.sigmoid(i), tf.tanh(candidate)));
      return [tf.multiply(tf.sigmoid(o), tf.tanh(carry)), carry];
    },
    x,
    [zeros, zeros] as readonly [tf.Tensor, tf.Tensor],
  );
  return tf.gather(states[0], (x.shape[0] as number) - 1);
}

const meanSquare = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.reduceMean(tf.square(tf.subtract(a, b)));

function lstm(): () => unknown {
  const weights = [new tf.Variable(input([64, 4 * units], 3, 0.1)), new tf.Variable(input([units, 4 * units], 4, 0.1)), new tf.Variable(tf.zeros([4 * units]))];
  const [kernel, recurrent, bias] = weights;
  const train = step(weights, (x, target) => meanSquare(lastState(tf.transpose(x, { perm: [1, 0, 2] }), kernel, recurrent, bias), target));
  const [x, target] = [input([64, 50, 64], 1), input([64, units], 2)];
  return () => read(train(x, target));
}

function encoder(): () => unknown {
  const weights = encoderWeights().map((w) => new tf.Variable(w));
  const train = step(weights, (x, target) => meanSquare(encoderLayer(x, ...weights.map((w) => w.value())), target));
  const [x] = encoderInputs();
  const target = input([8, 128, 256], 2);
  return () => read(train(x, target));
}

/** Traces and compiles the step anew in each run. */
function compileMlp(): () => unknown {
  const model = mlp();
  const [x, y] = [input([128, 784], 1), labels(128)];
  return () => {
    const train = classifierStep(model) as unknown as { getConcreteFunction(...args: unknown[]): tf.ConcreteFunction };
    return train.getConcreteFunction(x, y).executable.memory();
  };
}

export const training: Workloads = {
  mlp_train: classifier(mlp, 128, [784]),
  cnn_train: classifier(cnn, 64, [28, 28, 1]),
  lstm_train: lstm,
  encoder_train: encoder,
  compile_mlp: compileMlp,
};
