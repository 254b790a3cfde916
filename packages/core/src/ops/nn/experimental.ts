/** `tf.nn.experimental`. */
export { statelessDropout } from './dropout.ts';
