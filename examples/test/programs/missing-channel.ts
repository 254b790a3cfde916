import * as tf from 'millrace';

const model = tf.keras.sequential([tf.keras.layers.conv2d({ filters: 8, kernelSize: 3, name: 'edges' }), tf.keras.layers.flatten()]);
model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
await model.fit(tf.zeros([32, 28, 28]), tf.zeros([32]));
