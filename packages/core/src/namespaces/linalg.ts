/** `tf.linalg`. */
export { matrixTranspose } from '../ops/array/index.ts';
export { eye } from '../ops/creation/index.ts';
export * from '../ops/linalg/index.ts';
export { globalNorm } from '../ops/math/index.ts';
