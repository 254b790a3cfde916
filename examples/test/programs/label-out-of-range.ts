import * as tf from 'millrace';

const model = tf.keras.sequential([tf.keras.layers.dense({ units: 3, inputShape: [4] })]);
model.compile({ optimizer: 'adam', loss: tf.keras.losses.sparseCategoricalCrossentropy({ fromLogits: true }) });
await model.fit(tf.zeros([5, 4]), tf.tensor([0, 1, 2, 3, 1], undefined, 'int32'), { verbose: 0, shuffle: false });
