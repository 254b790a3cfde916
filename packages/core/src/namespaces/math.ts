/** `tf.math`. */
export * from '../ops/math/index.ts';
export * from '../ops/reduction/index.ts';
export { inTopK, topK } from '../ops/indexing/index.ts';
