/** `tf.keras.utils`. */
export { setRandomSeed } from '../initializers/seed.ts';
