/** The networks of the beginner lectures. */
import * as tf from 'millrace';

/** Flatten, 128 rectified units, 10 logits: the dense network of the Zero-to-Hero computer vision lecture. */
export function denseModel(): tf.keras.Sequential {
  return tf.keras.sequential([
    tf.keras.layers.flatten({ inputShape: [28, 28] }),
    tf.keras.layers.dense({ units: 128, activation: 'relu' }),
    tf.keras.layers.dense({ units: 10 }),
  ]);
}

/** Two convolutions with pooling, then a dense layer: a small convolutional network. */
export function convolutionalModel(): tf.keras.Sequential {
  return tf.keras.sequential([
    tf.keras.layers.reshape({ targetShape: [28, 28, 1], inputShape: [28, 28] }),
    tf.keras.layers.conv2d({ filters: 32, kernelSize: 3, activation: 'relu' }),
    tf.keras.layers.maxPooling2d({ poolSize: 2 }),
    tf.keras.layers.conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }),
    tf.keras.layers.maxPooling2d({ poolSize: 2 }),
    tf.keras.layers.flatten(),
    tf.keras.layers.dense({ units: 128, activation: 'relu' }),
    tf.keras.layers.dense({ units: 10 }),
  ]);
}
