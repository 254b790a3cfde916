import * as tf from 'millrace';

const images = tf.zeros([32, 784]);
const weights = tf.zeros([512, 10]);
tf.matmul(images, weights);
