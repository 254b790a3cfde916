import * as tf from 'millrace';

tf.keras.sequential([tf.keras.layers.dense({ units: 128, inputShape: [784], activation: 'rleu' as 'relu' }), tf.keras.layers.dense({ units: 10 })]);
