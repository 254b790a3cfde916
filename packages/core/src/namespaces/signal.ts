/** `tf.signal`. */
export * from '../ops/signal/index.ts';
