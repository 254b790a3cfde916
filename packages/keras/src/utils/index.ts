/** `tf.keras.utils`. */
export { setRandomSeed } from '../initializers/seed.ts';
export { resetNames as clearSession } from '../naming/names.ts';
export { toCategorical } from './to-categorical.ts';
